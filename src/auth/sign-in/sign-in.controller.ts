import { Controller, Get, HttpCode, Post, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import { isForGood } from '../../core/throttle.js';
import { duration } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { keptAddress, withNext } from '../../web/kept-address.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { CodeCookies } from '../../factors/codes/code-cookies.js';
import { CODE_PAGE } from '../second-factor/code-page.js';
import { ConfirmationService } from '../registration/confirmation.service.js';
import { Registrant } from '../registration/registrant.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { SignOutService } from '../sessions/sign-out.service.js';
import { failedWords } from '../sign-ins/sign-in-words.js';
import { BLOCKED } from './blocked.js';
import { LocalGuard } from './local.strategy.js';
import { NextLogin } from './next-login.js';
import { nextPage } from './next-page.js';
import { SignInForm } from './sign-in.forms.js';

/** «Авторизация»: the page that the header's link opens, and the answer to every sign-in form. */
@Controller('auth/login')
@Public()
export class SignInController {
  constructor(
    private readonly cookie: SessionCookie,
    private readonly signOut: SignOutService,
    private readonly confirmation: ConfirmationService,
    private readonly nextLogin: NextLogin,
    private readonly halfWay: CodeCookies,
    private readonly registrant: Registrant,
  ) {}

  @Get()
  page(@Req() request: Request, @QueryText('next') next: string): Page {
    if (request.context.user) return redirect(nextPage(next));
    return ask(Form.empty({ next: keptAddress(next), login: this.nextLogin.read(request) }));
  }

  @Post()
  @HttpCode(200)
  @UseGuards(LocalGuard)
  async enter(@Req() request: Request, @FormBody(SignInForm) form: Form<SignInForm>): Promise<Page> {
    const result = request.signIn;
    if (!form.data || !result) {
      return ask(form);
    }
    if (result.kind === 'wait') {
      return tooMany(form, result.seconds, request);
    }
    if (result.kind === 'unconfirmed') {
      // the password of the registration was shown: a mistyped address may be put right
      this.registrant.keep(request, result.user.id);
      const page = { ticket: this.confirmation.ticket(result.user.id), fix: '/auth/registration/address' };
      return ask(form.reject('login', UNCONFIRMED), page);
    }
    if (result.kind === 'blocked') {
      return ask(form.reject('password', BLOCKED));
    }
    if (result.kind === 'wrong') {
      return ask(form.reject('password', 'Неверный логин или пароль.'));
    }
    this.nextLogin.forget(request);
    if (result.user.secondFactorAt) {
      const how = { way: 'password', remember: form.data.remember !== '' };
      this.halfWay.keepHalfWay(request, 'residents', result.user, how);
      return redirect(withNext(CODE_PAGE, form.data.next));
    }
    await this.signOut.leave(request.context);
    const begun = await this.cookie.begin(request, result.user, {
      way: 'password',
      remember: form.data.remember !== '',
    });
    return begun
      ? redirect(nextPage(form.data.next), failedWords(begun.failedBefore))
      : ask(form.reject('password', 'Неверный логин или пароль.'));
  }
}

/** What a resident reads who has not confirmed the registration yet. */
export const UNCONFIRMED =
  'Регистрация ещё не подтверждена. Перейдите по ссылке из письма или получите новое письмо.';

function ask(form: Form<SignInForm>, more: { ticket?: string; fix?: string } = {}): Page {
  return view('auth/sign-in', { title: 'Авторизация', form, ...more, script: 'js/passkey.js' });
}

function tooMany(form: Form<SignInForm>, seconds: number, request: Request): Page {
  request.res?.setHeader('Retry-After', String(seconds));
  const words = isForGood(seconds)
    ? 'Слишком много неверных паролей подряд. Чтобы войти, восстановите пароль.'
    : `Слишком много попыток входа. Подождите ${duration(seconds)} или восстановите пароль.`;
  form.reject('password', words);
  return view('auth/sign-in', { title: 'Авторизация', form }, 429);
}
