import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { FormKeys } from '../../core/form-keys.js';
import { one } from '../../core/query.js';
import { Random } from '../../core/random.js';
import { RESTORED_SINCE } from '../../core/restored.sql.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';

const LIFE_SECONDS = 300;

/** Whose keys are asked for. */
export type KeyOwners = 'residents' | 'staff';

/** For what a device is asked: to make a key in a session, or to open the cabinet with one. */
export type Asked = { readonly of: KeyOwners } & (
  { readonly kind: 'sign-in' } | { readonly kind: 'new'; readonly session: string }
);

interface Kept {
  readonly challenge: string;
  readonly until: number;
  /** What its owner calls the key that is being made. */
  readonly name?: string;
}

/**
 * What a device has to sign: kept for five minutes in a sealed cookie of the browser that was asked, apart for each session.
 * Each is good once, also when the cookie was copied or another instance answers: PostgreSQL remembers the used ones.
 * A backup that is restored does not know of those that were used since it was made: it ends all that were asked before.
 */
@Injectable()
export class Challenges {
  constructor(
    private readonly database: DataSource,
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly clock: Clock,
    private readonly formKeys: FormKeys,
  ) {}

  /** A new one, which takes the place of the one before in this browser. */
  ask(request: Request, asked: Asked, name?: string): string {
    const challenge = this.random.token(32);
    const kept: Kept = { challenge, until: this.clock.now().getTime() + LIFE_SECONDS * 1000, name };
    const sealed = this.secrets.seal(purposeOf(asked), JSON.stringify(kept));
    this.cookies.set(request.res!, cookieOf(asked), sealed, LIFE_SECONDS, 'Strict');
    return challenge;
  }

  /** The one that this browser was given, once; undefined when there is none, or it is too old, or was used. */
  async take(
    request: Request,
    asked: Asked,
  ): Promise<{ challenge: string; name: string | undefined } | undefined> {
    const sealed = this.cookies.read(request, cookieOf(asked));
    const text = sealed ? this.secrets.unseal(purposeOf(asked), sealed) : undefined;
    if (text === undefined) return undefined;
    const { challenge, until, name } = JSON.parse(text) as Kept;
    this.cookies.clear(request.res!, cookieOf(asked));
    if (until < this.clock.now().getTime()) return undefined;
    const askedAt = new Date(until - LIFE_SECONDS * 1000);
    if (await one(this.database, RESTORED_SINCE, [askedAt])) return undefined;
    const first = await this.formKeys.claim(this.database.manager, challenge, 'passkey');
    return first ? { challenge, name } : undefined;
  }
}

function cookieOf({ kind, of }: Asked): string {
  return of === 'staff' ? `staff-passkey-${kind}` : `passkey-${kind}`;
}

function purposeOf(asked: Asked): string {
  const what = asked.kind === 'new' ? `new passkey ${asked.session}` : 'passkey sign-in';
  return `${what} of ${asked.of}`;
}
