import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';

const DAYS_180 = 180 * 86_400;
const MOST_PEOPLE = 5;

/** People of whom a browser is known, each kind in a cookie of its own. */
const KINDS = {
  residents: { cookie: 'known', purpose: 'known browser' },
  staff: { cookie: 'known-staff', purpose: 'known browser of staff' },
} as const;

type Kind = keyof typeof KINDS;

/** A browser and the people who have signed in from it before, the last one first; proven by a signed cookie. */
export interface KnownPeople {
  readonly id: string;
  readonly userIds: string[];
}

/** Who has signed in from a browser before: no key to anything, only a counter of its own for wrong passwords. */
@Injectable()
export class KnownBrowser {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly random: Random,
  ) {}

  read(request: Request, kind: Kind = 'residents'): KnownPeople | undefined {
    const { cookie, purpose } = KINDS[kind];
    const signed = this.cookies.read(request, cookie);
    const value = signed === undefined ? undefined : this.secrets.unsign(purpose, signed);
    const [id, ...userIds] = value?.split('~') ?? [];
    return id === undefined ? undefined : { id, userIds };
  }

  remember(request: Request, response: Response, userId: string, kind: Kind = 'residents'): void {
    const { cookie, purpose } = KINDS[kind];
    const known = this.read(request, kind) ?? { id: this.random.token(12), userIds: [] };
    const userIds = [userId, ...known.userIds.filter((other) => other !== userId)].slice(0, MOST_PEOPLE);
    this.cookies.set(
      response,
      cookie,
      this.secrets.sign(purpose, [known.id, ...userIds].join('~')),
      DAYS_180,
    );
  }
}
