import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Cookies } from '../../web/cookies.js';
import type { User } from '../../users/user.entity.js';
import { CodeCookies } from '../../factors/codes/code-cookies.js';
import { KnownBrowser } from '../sign-in/known-browser.js';
import type { WayIn } from '../sign-ins/sign-in-words.js';
import { SignIns } from '../sign-ins/sign-ins.service.js';
import { SESSION_COOKIE } from './session.middleware.js';
import { type BegunSession, SessionsService } from './sessions.service.js';

/** Begins and ends the session of the browser that makes a request. */
@Injectable()
export class SessionCookie {
  constructor(
    private readonly cookies: Cookies,
    private readonly sessions: SessionsService,
    private readonly browser: KnownBrowser,
    private readonly signIns: SignIns,
    private readonly halfDone: CodeCookies,
  ) {}

  /** Undefined when the resident was blocked or changed the password meanwhile. */
  async begin(
    request: Request,
    user: User,
    { way, withCode = false, remember }: { way: WayIn; withCode?: boolean; remember: boolean },
  ): Promise<BegunSession | undefined> {
    const response = request.res!;
    const userAgent = request.get('user-agent') ?? '';
    const unknown = !(await this.isKnown(request, user));
    const begun = await this.sessions.begin(
      user,
      { way, withCode, remember, userAgent, unknown },
      request.context,
    );
    if (!begun) {
      return undefined;
    }
    this.cookies.set(response, SESSION_COOKIE, begun.token, begun.cookieSeconds);
    this.browser.remember(request, response, user.id);
    return begun;
  }

  /** A browser whose sign-in was taken back is known again when its person has come in since. */
  private async isKnown(request: Request, { id }: User): Promise<boolean> {
    const seen = this.browser.read(request)?.seen.get(id);
    return seen !== undefined && !(await this.signIns.disownedSince(id, seen));
  }

  /** Signs out, and leaves nothing that was half done to whoever uses the browser next. */
  forget(request: Request): void {
    const response = request.res!;
    this.cookies.clear(response, SESSION_COOKIE);
    this.halfDone.forgetAll(request, 'residents');
    response.setHeader('Clear-Site-Data', '"cache", "storage"');
  }
}
