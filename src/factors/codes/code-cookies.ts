import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { KeyOwners } from '../keys/challenges.js';
import type { Proposal } from './app-factor.js';

/**
 * The password was right, the code is still to come: opens the page that asks for it, and nothing else. The browser keeps it
 * for longer than it is good, so that whoever is late is told so.
 */
const HALF_WAY = {
  cookie: { staff: 'half-way', residents: 'resident-half-way' },
  purpose: { staff: 'half-way sign-in of staff', residents: 'half-way sign-in of residents' },
  ...{ goodSeconds: 5 * 60, keptSeconds: 3600 },
};
/** The secret that somebody is putting into their app. */
const PROPOSAL = {
  cookie: { staff: 'new-factor', residents: 'resident-new-factor' },
  purpose: { staff: 'new second factor', residents: 'new second factor of residents' },
  ...{ goodSeconds: 15 * 60, keptSeconds: 15 * 60 },
};

/** Who has shown the right password, which one it was, and how the session is to begin. */
export interface HalfWay {
  readonly id: string;
  readonly passwordChangedAt: Date;
  readonly how: Readonly<Record<string, unknown>>;
}

/** What a browser holds between two pages of the second factor: sealed, for minutes. */
@Injectable()
export class CodeCookies {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** Residents may come from a provider's site, whose visitors no stricter cookie would meet. */
  keepHalfWay(
    request: Request,
    of: KeyOwners,
    { id, passwordChangedAt }: { id: string; passwordChangedAt: Date },
    how: HalfWay['how'] = {},
  ): void {
    this.keep(request, of, HALF_WAY, HALF_WAY.purpose[of], { id, at: passwordChangedAt.getTime(), how });
  }

  /** Who has shown the right password in this browser within the last minutes, or that it was too long ago. */
  halfWay(request: Request, of: KeyOwners): HalfWay | 'late' | undefined {
    const kept = this.kept<{ id: string; at: number; how?: HalfWay['how'] }>(
      request,
      HALF_WAY.cookie[of],
      HALF_WAY.purpose[of],
    );
    if (typeof kept !== 'object') return kept;
    return { id: kept.id, passwordChangedAt: new Date(kept.at), how: kept.how ?? {} };
  }

  forgetHalfWay(request: Request, of: KeyOwners): void {
    this.forget(request, HALF_WAY.cookie[of]);
  }

  keepProposal(
    request: Request,
    of: KeyOwners,
    id: string,
    { secret, replaces, passwordChangedAt }: Proposal,
  ): void {
    const value = { secret, replaces: replaces?.getTime() ?? null, password: passwordChangedAt.getTime() };
    this.keep(request, of, PROPOSAL, `${PROPOSAL.purpose[of]} ${id}`, value);
  }

  /** What this person has begun to enrol in this browser. */
  proposal(request: Request, of: KeyOwners, id: string): Proposal | undefined {
    const kept = this.kept<{ secret: string; replaces: number | null; password: number }>(
      request,
      PROPOSAL.cookie[of],
      `${PROPOSAL.purpose[of]} ${id}`,
    );
    if (typeof kept !== 'object') return undefined;
    const { secret, replaces, password } = kept;
    return {
      ...{ secret, replaces: replaces === null ? null : new Date(replaces) },
      passwordChangedAt: new Date(password),
    };
  }

  forgetProposal(request: Request, of: KeyOwners): void {
    this.forget(request, PROPOSAL.cookie[of]);
  }

  /** For whoever signs out: what is half done is theirs, and the browser need not be. */
  forgetAll(request: Request, of: KeyOwners): void {
    this.forgetHalfWay(request, of);
    this.forgetProposal(request, of);
  }

  private keep(
    { res }: Request,
    of: KeyOwners,
    { cookie, goodSeconds, keptSeconds }: typeof HALF_WAY,
    purpose: string,
    value: object,
  ): void {
    const until = this.clock.now().getTime() + goodSeconds * 1000;
    const sealed = this.secrets.seal(purpose, JSON.stringify({ ...value, until }));
    this.cookies.set(res!, cookie[of], sealed, keptSeconds, of === 'staff' ? 'Strict' : 'Lax');
  }

  /** A browser may keep a cookie for longer than it was told. */
  private kept<T>(request: Request, cookie: string, purpose: string): T | 'late' | undefined {
    const sealed = this.cookies.read(request, cookie);
    const text = sealed ? this.secrets.unseal(purpose, sealed) : undefined;
    if (text === undefined) return undefined;
    const value = JSON.parse(text) as T & { until: number };
    return value.until > this.clock.now().getTime() ? value : 'late';
  }

  private forget(request: Request, cookie: string): void {
    if (this.cookies.read(request, cookie)) this.cookies.clear(request.res!, cookie);
  }
}
