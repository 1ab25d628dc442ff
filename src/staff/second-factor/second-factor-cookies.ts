import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { Staff } from '../staff.entity.js';
import type { Proposal } from './second-factor.service.js';

/**
 * The password was right, the code is still to come: opens the page that asks for it, and nothing else. The browser keeps it
 * for longer than it is good, so that whoever is late is told so.
 */
const HALF_WAY = {
  ...{ cookie: 'half-way', purpose: 'half-way sign-in of staff' },
  ...{ goodSeconds: 5 * 60, keptSeconds: 3600 },
};
/** The secret that somebody is putting into their app. */
const PROPOSAL = {
  ...{ cookie: 'new-factor', purpose: 'new second factor' },
  ...{ goodSeconds: 15 * 60, keptSeconds: 15 * 60 },
};

/** Who has shown the right password, and which one it was. */
export interface HalfWay {
  readonly id: string;
  readonly passwordChangedAt: Date;
}

/** What a browser holds between two pages of the second factor: sealed, for minutes, sent by no other site. */
@Injectable()
export class SecondFactorCookies {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  keepHalfWay(request: Request, { id, passwordChangedAt }: Staff): void {
    this.keep(request, HALF_WAY, HALF_WAY.purpose, { id, at: passwordChangedAt.getTime() });
  }

  /** Who has shown the right password in this browser within the last minutes, or that it was too long ago. */
  halfWay(request: Request): HalfWay | 'late' | undefined {
    const kept = this.kept<{ id: string; at: number }>(request, HALF_WAY.cookie, HALF_WAY.purpose);
    return typeof kept === 'object' ? { id: kept.id, passwordChangedAt: new Date(kept.at) } : kept;
  }

  forgetHalfWay(request: Request): void {
    this.forget(request, HALF_WAY.cookie);
  }

  keepProposal(request: Request, id: string, { secret, replaces, passwordChangedAt }: Proposal): void {
    const value = { secret, replaces: replaces?.getTime() ?? null, password: passwordChangedAt.getTime() };
    this.keep(request, PROPOSAL, `${PROPOSAL.purpose} ${id}`, value);
  }

  /** What this person has begun to enrol in this browser. */
  proposal(request: Request, id: string): Proposal | undefined {
    const kept = this.kept<{ secret: string; replaces: number | null; password: number }>(
      request,
      PROPOSAL.cookie,
      `${PROPOSAL.purpose} ${id}`,
    );
    if (typeof kept !== 'object') return undefined;
    const { secret, replaces, password } = kept;
    return {
      ...{ secret, replaces: replaces === null ? null : new Date(replaces) },
      passwordChangedAt: new Date(password),
    };
  }

  forgetProposal(request: Request): void {
    this.forget(request, PROPOSAL.cookie);
  }

  /** For whoever signs out: what is half done is theirs, and the browser need not be. */
  forgetAll(request: Request): void {
    this.forgetHalfWay(request);
    this.forgetProposal(request);
  }

  private keep(
    { res }: Request,
    { cookie, goodSeconds, keptSeconds }: { cookie: string; goodSeconds: number; keptSeconds: number },
    purpose: string,
    value: object,
  ): void {
    const until = this.clock.now().getTime() + goodSeconds * 1000;
    const sealed = this.secrets.seal(purpose, JSON.stringify({ ...value, until }));
    this.cookies.set(res!, cookie, sealed, keptSeconds, 'Strict');
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
