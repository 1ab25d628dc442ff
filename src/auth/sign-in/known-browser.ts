import { Injectable } from '@nestjs/common';
import type { Request, Response } from 'express';
import { Clock } from '../../core/clock.js';
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
  /** When each of them has last come in from it; of cookies of the time before that nothing is known. */
  readonly seen: ReadonlyMap<string, Date>;
}

/** Who has signed in from a browser before: no key to anything, only a counter of its own for wrong passwords. */
@Injectable()
export class KnownBrowser {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  read(request: Request, kind: Kind = 'residents'): KnownPeople | undefined {
    const { cookie, purpose } = KINDS[kind];
    const signed = this.cookies.read(request, cookie);
    const value = signed === undefined ? undefined : this.secrets.unsign(purpose, signed);
    const [id, ...entries] = value?.split('~') ?? [];
    if (id === undefined) return undefined;
    const people = entries.map((entry) => entry.split('@') as [string, string?]);
    const seen = people.map(([userId, at]) => [userId, new Date(Number(at ?? 0))] as const);
    return { id, userIds: people.map(([userId]) => userId), seen: new Map(seen) };
  }

  /** The id of a browser that somebody has signed in from before. */
  of(request: Request, userId: string, kind: Kind = 'residents'): string | undefined {
    const known = this.read(request, kind);
    return known?.userIds.includes(userId) ? known.id : undefined;
  }

  remember(request: Request, response: Response, userId: string, kind: Kind = 'residents'): void {
    const { cookie, purpose } = KINDS[kind];
    const known = this.read(request, kind) ?? {
      id: this.random.token(12),
      userIds: [],
      seen: new Map<string, Date>(),
    };
    const userIds = [userId, ...known.userIds.filter((other) => other !== userId)].slice(0, MOST_PEOPLE);
    const now = this.clock.now();
    const people = userIds.map((person) => {
      const at = person === userId ? now : (known.seen.get(person) ?? new Date(0));
      return `${person}@${at.getTime()}`;
    });
    this.cookies.set(response, cookie, this.secrets.sign(purpose, [known.id, ...people].join('~')), DAYS_180);
  }
}
