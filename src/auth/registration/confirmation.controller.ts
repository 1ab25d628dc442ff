import { Inject, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Throttle } from '../../core/throttle.js';
import { Cookies } from '../../web/cookies.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { networkOf } from '../../core/network.js';
import { ConfirmAgainForm } from '../sign-in/sign-in.forms.js';
import { ConfirmationService, type Registrant } from './confirmation.service.js';
import { REGISTERED_COOKIE, Registrar } from './registrar.js';
import { ConfirmationForm } from './registration.forms.js';
import { RegistrationService } from './registration.service.js';
import { CODE_ADDRESS } from '../codes/codes.service.js';

const WRONG = 'Указан неверный код подтверждения регистрации.';
const LATE =
  'С этим адресом уже подтверждена другая регистрация, эту подтвердить нельзя. Войдите с тем логином и паролем, которые вы подтвердили, или восстановите пароль. Если другую регистрацию подтвердили не вы, смените пароль и позвоните нам.';

/** «Подтверждение регистрации»: the two addresses of the letter and the form behind them. */
@Controller('auth/confirmation')
@Public()
export class ConfirmationController {
  constructor(
    private readonly confirmation: ConfirmationService,
    private readonly registration: RegistrationService,
    private readonly registrar: Registrar,
    private readonly throttle: Throttle,
    private readonly cookies: Cookies,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Changes nothing, except in the browser that registered; a mail scanner has no such cookie. */
  @Get()
  async open(
    @Req() request: Request,
    @QueryText('confirm_user_id') user: string,
    @QueryText('confirm_code') code: string,
    @QueryText('k') link: string,
  ): Promise<Page> {
    const typed = { user, code, link };
    const browser = this.cookies.read(request, REGISTERED_COOKIE);
    const byHand = request.method === 'GET' && !request.headers['sec-purpose'] && !request.headers['purpose'];
    if (byHand && code !== '' && link !== '' && (await this.confirmation.isOwnBrowser(user, browser))) {
      return this.answer(request, Form.empty(typed), typed);
    }
    const form = Form.empty<ConfirmationForm>(typed);
    const missing = code === '' && request.query['confirm_code'] !== undefined;
    const registered = await this.confirmation.registered(user, { code, link });
    return this.ask(
      missing ? form.reject('code', 'Не указан код подтверждения регистрации.') : form,
      registered,
    );
  }

  @Post()
  @HttpCode(200)
  async confirm(
    @Req() request: Request,
    @FormBody(ConfirmationForm) form: Form<ConfirmationForm>,
  ): Promise<Page> {
    if (!form.data) {
      return this.ask(form);
    }
    if (form.data.code === '') {
      return this.ask(form.reject('code', 'Не указан код подтверждения регистрации.'));
    }
    return this.answer(request, form, form.data);
  }

  @Post('again')
  async again(
    @Req() request: Request,
    @FormBody(ConfirmAgainForm) form: Form<ConfirmAgainForm>,
  ): Promise<Page> {
    const userId = form.data && this.confirmation.userOfTicket(form.data.ticket);
    if (userId === undefined) {
      return redirect('/auth/', 'Прошло много времени. Введите логин и пароль ещё раз.');
    }
    await this.registration.sendAgain(userId, networkOf(request.ip ?? ''));
    this.registrar.prolong(request);
    return redirect('/auth/registration/sent');
  }

  private async answer(
    request: Request,
    form: Form<ConfirmationForm>,
    typed: ConfirmationForm,
  ): Promise<Page> {
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const { user, code, link } = typed;
    const result = await this.confirmation.confirm(user, { code, link }, request.context);
    if (result === 'wrong' || result === 'late') {
      return this.ask(form.reject('code', result === 'wrong' ? WRONG : LATE));
    }
    const message = result === 'confirmed' ? 'успешно подтверждена' : 'уже подтверждена';
    const { login, profiles } = await this.confirmation.waysIn(user);
    return view('auth/confirmed', {
      ...{ title: 'Подтверждение регистрации', doneWords: `Регистрация пользователя ${message}.` },
      ...{ form: Form.empty({ login }), profiles },
    });
  }

  /** Without a link the page asks to type the code; the pages of codes tell their address to nobody. */
  private ask(form: Form<ConfirmationForm>, registered?: Registrant): Page {
    const data = {
      title: 'Подтверждение регистрации',
      form,
      registered,
      days: this.config.retention.registrationDays,
    };
    return view('auth/confirmation', data, undefined, NO_REFERRER);
  }
}

const NO_REFERRER = { 'Referrer-Policy': 'no-referrer' };
