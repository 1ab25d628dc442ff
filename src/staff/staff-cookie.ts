import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { KnownBrowser, type KnownPeople } from '../auth/sign-in/known-browser.js';
import type { SignedInStaff } from '../core/request-context.js';
import { Cookies } from '../web/cookies.js';
import type { Staff } from './staff.entity.js';
import { StaffSessionsService } from './staff-sessions.service.js';

const COOKIE = 'staff';

/** The session of staff in a browser: a cookie of its own, beside a resident's, never sent from other sites. */
@Injectable()
export class StaffCookie {
  constructor(
    private readonly cookies: Cookies,
    private readonly sessions: StaffSessionsService,
    private readonly browser: KnownBrowser,
  ) {}

  /** Who of the office has signed in from this browser before. */
  known(request: Request): KnownPeople | undefined {
    return this.browser.read(request, 'staff');
  }

  async begin(request: Request, staff: Staff): Promise<boolean> {
    const token = await this.sessions.begin(staff, request.context, request.get('user-agent') ?? '');
    if (token !== undefined) {
      this.cookies.set(request.res!, COOKIE, token, undefined, 'Strict');
      this.browser.remember(request, request.res!, staff.id, 'staff');
    }
    return token !== undefined;
  }

  /** Who of the office makes a request. */
  async current(request: Request): Promise<SignedInStaff | undefined> {
    const token = this.cookies.read(request, COOKIE);
    return token === undefined || token === '' ? undefined : this.sessions.load(token);
  }

  async end(request: Request): Promise<void> {
    const token = this.cookies.read(request, COOKIE);
    if (token !== undefined && token !== '') {
      await this.sessions.end(token, request.context);
    }
    this.cookies.clear(request.res!, COOKIE);
  }
}
