import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import type { User } from '../../users/user.entity.js';
import { type Page, redirect } from '../../web/page.js';
import { ResidentFactor } from '../second-factor/resident-factor.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { KnownBrowser } from '../sign-in/known-browser.js';
import { NextLogin } from '../sign-in/next-login.js';
import { LeftProfile } from './left-profile.service.js';
import { Recovered } from './recovered.js';

/** Where whoever has set a new password without the old one goes: to the sign-in, past profiles that still open the cabinet. */
@Injectable()
export class AfterNewPassword {
  constructor(
    private readonly browser: KnownBrowser,
    private readonly cookie: SessionCookie,
    private readonly recovered: Recovered,
    private readonly left: LeftProfile,
    private readonly nextLogin: NextLogin,
    private readonly app: ResidentFactor,
  ) {}

  /** `more`: what is to be said besides. */
  async go(request: Request, user: User, more = ''): Promise<Page> {
    this.cookie.forget(request);
    // where an app is asked for, the code makes a browser known: a mailbox alone is no door for guessing it
    const { since } = await this.app.state(user.id);
    if (since === null) this.browser.remember(request, request.res!, user.id);
    this.nextLogin.keep(request, user.login);
    if ((await this.left.of(user)).length > 0) {
      this.recovered.keep(request, user);
      return redirect('/auth/password/changed', more.trim() || undefined);
    }
    return redirect('/auth/', `Пароль изменён. Войдите с новым паролем.${more}`);
  }
}
