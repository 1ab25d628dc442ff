import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { KnownBrowser, type KnownPeople } from '../auth/sign-in/known-browser.js';
import type { SignedInStaff } from '../core/request-context.js';
import { CodeCookies } from '../factors/codes/code-cookies.js';
import { Secrets } from '../core/secrets.js';
import { Cookies } from '../web/cookies.js';
import type { Staff } from './staff.entity.js';
import { type Proven, StaffSessionsService } from './staff-sessions.service.js';

const COOKIE = 'staff';
/** The one-time password that somebody has just signed in with, sealed: the page for an own one does not ask for it again. */
const ONE_TIME = 'one-time';
const ONE_TIME_SECONDS = 15 * 60;
/** Sealed for one person, and for nothing else. */
const purposeFor = (id: string): string => `one-time password ${id}`;

/** The session of staff in a browser: a cookie of its own, beside a resident's, never sent from other sites. */
@Injectable()
export class StaffCookie {
  constructor(
    private readonly cookies: Cookies,
    private readonly sessions: StaffSessionsService,
    private readonly secrets: Secrets,
    private readonly browser: KnownBrowser,
    private readonly halfDone: CodeCookies,
  ) {}

  /** Who of the office has signed in from this browser before. */
  known(request: Request): KnownPeople | undefined {
    return this.browser.read(request, 'staff');
  }

  /** False when what was proven is not so any more. */
  async begin(request: Request, staff: Staff, proven: Proven): Promise<boolean> {
    const token = await this.sessions.begin(staff, request.context, {
      userAgent: request.get('user-agent') ?? '',
      unknown: this.known(request)?.seen.has(staff.id) !== true,
      proven,
    });
    if (token !== undefined) {
      this.cookies.set(request.res!, COOKIE, token, undefined, 'Strict');
      this.browser.remember(request, request.res!, staff.id, 'staff');
    }
    return token !== undefined;
  }

  /** Keeps the one-time password for the next page. */
  keepOneTime(request: Request, staff: Staff, password: string): void {
    const sealed = this.secrets.seal(purposeFor(staff.id), password);
    this.cookies.set(request.res!, ONE_TIME, sealed, ONE_TIME_SECONDS, 'Strict');
  }

  /** The one-time password that this person has just signed in with. */
  oneTime(request: Request, id: string): string | undefined {
    const sealed = this.cookies.read(request, ONE_TIME);
    return sealed ? this.secrets.unseal(purposeFor(id), sealed) : undefined;
  }

  forgetOneTime(request: Request): void {
    if (this.cookies.read(request, ONE_TIME)) this.cookies.clear(request.res!, ONE_TIME);
  }

  /** Who of the office makes a request. */
  async current(request: Request): Promise<SignedInStaff | undefined> {
    const token = this.cookies.read(request, COOKIE);
    return token === undefined || token === '' ? undefined : this.sessions.load(token);
  }

  /** Signs out, and leaves nothing that was half done to whoever uses the browser next. */
  async end(request: Request): Promise<void> {
    const token = this.cookies.read(request, COOKIE);
    if (token !== undefined && token !== '') {
      await this.sessions.end(token, request.context);
    }
    this.cookies.clear(request.res!, COOKIE);
    this.forgetOneTime(request);
    this.halfDone.forgetAll(request, 'staff');
  }
}
