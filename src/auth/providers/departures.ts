import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
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

/** What stands in its place when the browser has come back and been led on. */
interface Settled {
  readonly state: string;
  readonly until: number;
  readonly to: string;
}

/**
 * Keeps `state`, nonce and the PKCE verifier in a signed cookie of the browser that leaves, for ten minutes and for one
 * provider. Each is good once, also when the cookie was copied: PostgreSQL remembers the used ones.
 */
@Injectable()
export class Departures {
  /** Answers to returns whose other half is at work, or has been; passport hands over a request of its own making. */
  private readonly twins = new WeakSet<Response>();

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
    this.keep(request, provider, { state, until: this.now() + LIFE_SECONDS, ...departure });
    return state;
  }

  /** When a browser comes back: with what it left, once; undefined when it was not this one, or too long ago. */
  async back(request: Request, provider: ProviderId, state: string): Promise<Departure | undefined> {
    const kept = this.read(request, provider, state);
    if (!kept || 'to' in kept) return undefined;
    this.cookies.clear(request.res!, provider);
    const first = await this.formKeys.claim(this.database.manager, state, purposeOf(provider));
    if (!first) this.twins.add(request.res!);
    return first ? kept : undefined;
  }

  /** Keeps where a return has led the browser, for the same address opened again. */
  settle(request: Request, provider: ProviderId, state: string, to: string): void {
    this.keep(request, provider, { state, until: this.now() + LIFE_SECONDS, to });
  }

  /**
   * Where a return that is refused as a second one belongs: where the first has led, or, where the browser has not waited for
   * its answer, to the page that tells how a matter of this session has ended.
   */
  settled(request: Request, provider: ProviderId, state: string): string | undefined {
    const kept = this.read(request, provider, state);
    if (!kept || 'to' in kept) return kept?.to;
    const { flow } = kept;
    const mine = 'session' in flow && flow.session === request.context.session?.publicId;
    if (!mine || !this.twins.has(request.res!)) return undefined;
    return 'end' in flow ? '/profile/sessions' : '/profile';
  }

  private keep(request: Request, provider: ProviderId, kept: Kept | Settled): void {
    const value = Buffer.from(JSON.stringify(kept)).toString('base64url');
    this.cookies.set(request.res!, provider, this.secrets.sign(purposeOf(provider), value), LIFE_SECONDS);
  }

  private read(request: Request, provider: ProviderId, state: string): Kept | Settled | undefined {
    const cookie = this.cookies.read(request, provider);
    const value = cookie && this.secrets.unsign(purposeOf(provider), cookie);
    if (!value) return undefined;
    const kept = JSON.parse(Buffer.from(value, 'base64url').toString()) as Kept | Settled;
    return kept.state === state && kept.until >= this.now() ? kept : undefined;
  }

  private now(): number {
    return Math.floor(this.clock.now().getTime() / 1000);
  }
}

function purposeOf(provider: ProviderId): string {
  return `${provider} state`;
}
