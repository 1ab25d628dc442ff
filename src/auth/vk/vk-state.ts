import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { StateStore } from 'passport-vkontakte';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';

const COOKIE = 'vk';
const PURPOSE = 'vk state';
const LIFE_SECONDS = 600;

/**
 * What a resident has gone to VK ID for: to sign in and then see a page, to link VK ID in this session, or to prove in this
 * session, without a password, who ends other ones.
 */
export type VkFlow =
  | { readonly next: string }
  | { readonly session: string }
  | { readonly session: string; readonly end: string };

interface Kept {
  readonly state: string;
  readonly verifier: string;
  readonly until: number;
  readonly flow: VkFlow;
}

/**
 * Keeps `state` and the PKCE verifier in a signed cookie of the browser that began, for ten minutes.
 * Each is good once, also when the cookie was copied: PostgreSQL remembers the used ones.
 */
@Injectable()
export class VkState implements StateStore {
  constructor(
    private readonly database: DataSource,
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly clock: Clock,
    private readonly formKeys: FormKeys,
  ) {}

  /** Called by passport-oauth2 before the browser leaves; five parameters make it hand over the verifier. */
  store(
    request: Request,
    verifier: string,
    flow: unknown,
    _meta: unknown,
    done: (error: unknown, state?: string) => void,
  ): void {
    // VK ID wants 32 characters at least, of A-Z a-z 0-9 _ -.
    const state = this.random.token(30);
    const kept: Kept = { state, verifier, until: this.now() + LIFE_SECONDS, flow: flow as VkFlow };
    const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
    this.cookies.set(request.res!, COOKIE, this.secrets.sign(PURPOSE, value), LIFE_SECONDS);
    done(null, state);
  }

  /** Called by passport-oauth2 when the browser is back. */
  verify(
    request: Request,
    state: string,
    done: (error: unknown, verifier?: string | false, flow?: VkFlow) => void,
  ): void {
    const kept = this.read(request);
    if (!kept || kept.state !== state || kept.until < this.now()) {
      done(null, false);
      return;
    }
    this.cookies.clear(request.res!, COOKIE);
    this.formKeys
      .claim(this.database.manager, state, PURPOSE)
      .then((first) => (first ? done(null, kept.verifier, kept.flow) : done(null, false)), done);
  }

  private read(request: Request): Kept | undefined {
    const cookie = this.cookies.read(request, COOKIE);
    const value = cookie && this.secrets.unsign(PURPOSE, cookie);
    return value ? (JSON.parse(Buffer.from(value, 'base64url').toString()) as Kept) : undefined;
  }

  private now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}
