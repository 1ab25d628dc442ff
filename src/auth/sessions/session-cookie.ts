import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Cookies } from '../../web/cookies.js';
import type { User } from '../../users/user.entity.js';
import { KnownBrowser } from '../sign-in/known-browser.js';
import { SESSION_COOKIE } from './session.middleware.js';
import { SessionsService } from './sessions.service.js';

/** Begins and ends the session of the browser that makes a request. */
@Injectable()
export class SessionCookie {
  constructor(
    private readonly cookies: Cookies,
    private readonly sessions: SessionsService,
    private readonly browser: KnownBrowser,
  ) {}

  /** False when the resident was blocked or changed the password meanwhile. */
  async begin(request: Request, user: User, remember: boolean): Promise<boolean> {
    const response = request.res!;
    const begun = await this.sessions.begin(user, remember, request.context, request.get('user-agent') ?? '');
    if (!begun) {
      return false;
    }
    this.cookies.set(response, SESSION_COOKIE, begun.token, begun.cookieSeconds);
    this.browser.remember(request, response, user.id);
    return true;
  }

  forget(request: Request): void {
    const response = request.res!;
    this.cookies.clear(response, SESSION_COOKIE);
    response.setHeader('Clear-Site-Data', '"cache", "storage"');
  }
}
