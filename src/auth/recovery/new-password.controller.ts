import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Throttle } from '../../core/throttle.js';
import { networkOf } from '../../core/network.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { PasswordRules } from '../passwords/password-rules.js';
import { SAME_PASSWORD } from '../passwords/password.forms.js';
import { AfterNewPassword } from './after-new-password.js';
import { NewPasswordForm } from './recovery.forms.js';
import { RecoveryService } from './recovery.service.js';
import { CODE_ADDRESS } from '../codes/codes.service.js';

const WRONG = 'Логин или контрольная строка не подошли. Проверьте их или запросите новую строку.';

const NO_REFERRER = { 'Referrer-Policy': 'no-referrer' };

/** «Изменение пароля» with the control string of the letter. Opening the link changes nothing. */
@Controller('auth/password')
@Public()
export class NewPasswordController {
  constructor(
    private readonly recovery: RecoveryService,
    private readonly throttle: Throttle,
    private readonly rules: PasswordRules,
    private readonly after: AfterNewPassword,
  ) {}

  @Get()
  async page(
    @QueryText('USER_LOGIN') login: string,
    @QueryText('USER_CHECKWORD') code: string,
    @QueryText('k') link: string,
  ): Promise<Page> {
    // Said before a password is thought out and typed twice.
    if (link !== '' && !(await this.recovery.isGoodLink(login, { code, link }))) {
      return view('auth/spent-link', { title: 'Изменение пароля' }, undefined, NO_REFERRER);
    }
    return this.ask(Form.empty({ login, code, link }));
  }

  @Post()
  @HttpCode(200)
  async change(
    @Req() request: Request,
    @FormBody(NewPasswordForm) form: Form<NewPasswordForm>,
  ): Promise<Page> {
    // First the password: a weak one costs no attempt.
    await this.rules.check(request, form, { login: String(form.values['login'] ?? '') });
    if (!form.data) {
      return this.ask(form);
    }
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const { login, code, link, password, removeProfiles } = form.data;
    const user = await this.recovery.change(
      login,
      { code, link },
      password,
      request.context,
      removeProfiles !== '',
    );
    if (user === 'same') {
      return this.ask(form.reject('password', SAME_PASSWORD));
    }
    if (typeof user === 'object' && 'problem' in user) {
      return this.ask(form.reject('password', user.problem));
    }
    if (user === 'wrong') {
      return this.ask(form.reject('code', WRONG));
    }
    return this.after.go(request, user);
  }

  private async ask(form: Form<NewPasswordForm>): Promise<Page> {
    const [login, code, link] = ['login', 'code', 'link'].map((name) => String(form.values[name] ?? ''));
    const linked = await this.recovery.linkedProfiles(login!, { code: code!, link: link! });
    return view('auth/new-password', { title: 'Изменение пароля', form, linked }, undefined, NO_REFERRER);
  }
}
