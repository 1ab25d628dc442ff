import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { Staff } from '../staff.entity.js';
import type { Proposal } from './second-factor.service.js';

/** The password was right, the code is still to come: opens the page that asks for it, and nothing else. */
const HALF_WAY = { cookie: 'half-way', seconds: 5 * 60, purpose: 'half-way sign-in of staff' };
/** The secret that somebody is putting into their app. */
const PROPOSAL = { cookie: 'new-factor', seconds: 15 * 60, purpose: 'new second factor' };

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

  /** Who has shown the right password in this browser within the last minutes. */
  halfWay(request: Request): HalfWay | undefined {
    const kept = this.kept<{ id: string; at: number }>(request, HALF_WAY.cookie, HALF_WAY.purpose);
    return kept && { id: kept.id, passwordChangedAt: new Date(kept.at) };
  }

  forgetHalfWay(request: Request): void {
    this.forget(request, HALF_WAY.cookie);
  }

  keepProposal(request: Request, id: string, { secret, replaces }: Proposal): void {
    const value = { secret, replaces: replaces?.getTime() ?? null };
    this.keep(request, PROPOSAL, `${PROPOSAL.purpose} ${id}`, value);
  }

  /** What this person has begun to enrol in this browser. */
  proposal(request: Request, id: string): Proposal | undefined {
    const kept = this.kept<{ secret: string; replaces: number | null }>(
      request,
      PROPOSAL.cookie,
      `${PROPOSAL.purpose} ${id}`,
    );
    const replaces = kept?.replaces ?? null;
    return kept && { secret: kept.secret, replaces: replaces === null ? null : new Date(replaces) };
  }

  forgetProposal(request: Request): void {
    this.forget(request, PROPOSAL.cookie);
  }

  private keep(
    { res }: Request,
    { cookie, seconds }: { cookie: string; seconds: number },
    purpose: string,
    value: object,
  ): void {
    const until = this.clock.now().getTime() + seconds * 1000;
    const sealed = this.secrets.seal(purpose, JSON.stringify({ ...value, until }));
    this.cookies.set(res!, cookie, sealed, seconds, 'Strict');
  }

  /** A browser may keep a cookie for longer than it was told. */
  private kept<T>(request: Request, cookie: string, purpose: string): T | undefined {
    const sealed = this.cookies.read(request, cookie);
    const text = sealed ? this.secrets.unseal(purpose, sealed) : undefined;
    if (text === undefined) return undefined;
    const value = JSON.parse(text) as T & { until: number };
    return value.until > this.clock.now().getTime() ? value : undefined;
  }

  private forget(request: Request, cookie: string): void {
    if (this.cookies.read(request, cookie)) this.cookies.clear(request.res!, cookie);
  }
}
