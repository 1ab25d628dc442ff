import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DAY } from '../../core/limits.js';
import { Cookies } from '../../web/cookies.js';
import { INVITATION_DAYS, Invitations } from './invitations.service.js';

const COOKIE = 'invited';
const SIGNED = /^[\da-f-]{36}\.[\w-]{43}$/;

/** Remembers the link that somebody came by before they had a login: they are led back to it when they have one. */
@Injectable()
export class Invited {
  constructor(
    private readonly cookies: Cookies,
    private readonly invitations: Invitations,
  ) {}

  keep(request: Request, signed: string): void {
    this.cookies.set(request.res!, COOKIE, signed, INVITATION_DAYS * DAY);
  }

  forget(request: Request): void {
    if (this.cookies.read(request, COOKIE) !== undefined) this.cookies.clear(request.res!, COOKIE);
  }

  /** Where a resident goes on who came by an invitation; `lost` where it is not for them, or for nobody any more, said once. */
  async leadsTo(request: Request, userId: string): Promise<{ path: string } | 'lost' | undefined> {
    const signed = this.cookies.read(request, COOKIE);
    if (signed === undefined || !isInvitation(signed)) return undefined;
    if (await this.invitations.offer(signed, userId)) return { path: invitationPath(signed) };
    this.forget(request);
    return 'lost';
  }
}

/** Whether it looks as links of invitations do. */
export function isInvitation(signed: string): boolean {
  return SIGNED.test(signed);
}

/** The page of an invitation. */
export function invitationPath(signed: string): string {
  return `/invitations?to=${signed}`;
}
