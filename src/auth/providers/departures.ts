import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { Flow, ProviderId } from './provider.js';

const LIFE_SECONDS = 600;

/** What is kept with the browser while it is away. */
export interface Departure {
  readonly verifier: string;
  readonly nonce?: string;
  readonly flow: Flow;
}

interface Kept extends Departure {
  readonly state: string;
  readonly until: number;
}

/**
 * Keeps `state`, nonce and the PKCE verifier in a signed cookie of the browser that leaves, for ten minutes and for one
 * provider. Each is good once, also when the cookie was copied: PostgreSQL remembers the used ones.
 */
@Injectable()
export class Departures {
  constructor(
    private readonly database: DataSource,
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly clock: Clock,
    private readonly formKeys: FormKeys,
  ) {}

  /** Before the browser leaves; gives the `state` to send along. */
  leave(request: Request, provider: ProviderId, departure: Departure): string {
    // VK ID wants 32 characters at least, of A-Z a-z 0-9 _ -.
    const state = this.random.token(30);
    const kept: Kept = { state, until: this.now() + LIFE_SECONDS, ...departure };
    const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
    this.cookies.set(request.res!, provider, this.secrets.sign(purposeOf(provider), value), LIFE_SECONDS);
    return state;
  }

  /** When a browser comes back: with what it left, once; undefined when it was not this one, or too long ago. */
  async back(request: Request, provider: ProviderId, state: string): Promise<Departure | undefined> {
    const kept = this.read(request, provider);
    if (!kept || kept.state !== state || kept.until < this.now()) {
      return undefined;
    }
    this.cookies.clear(request.res!, provider);
    const first = await this.formKeys.claim(this.database.manager, state, purposeOf(provider));
    return first ? kept : undefined;
  }

  private read(request: Request, provider: ProviderId): Kept | undefined {
    const cookie = this.cookies.read(request, provider);
    const value = cookie && this.secrets.unsign(purposeOf(provider), cookie);
    return value ? (JSON.parse(Buffer.from(value, 'base64url').toString()) as Kept) : undefined;
  }

  private now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function purposeOf(provider: ProviderId): string {
  return `${provider} state`;
}
