import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../platform/config.js';
import { Random } from '../../platform/random.js';
import { networkOf } from '../../platform/visit.js';
import { Throttle } from '../../platform/throttle.js';
import { CONFIG } from '../../platform/tokens.js';
import { Cookies } from '../../platform/web/cookies.js';
import { Form, FormBody } from '../../platform/web/form.js';
import { type Page, redirect, view } from '../../platform/web/page.js';
import { Public } from '../../platform/web/request-parts.js';
import { normalisePhone } from '../../users/phone.js';
import { PasswordRules } from '../passwords/password-rules.js';
import { CONSENT } from './consent.js';
import { RegistrationForm } from './registration.forms.js';
import { RegistrationService } from './registration.service.js';

/** The cookie that lets the letter's link confirm at once in the browser that registered. */
export const REGISTERED_COOKIE = 'registered';

/** «Регистрация». */
@Controller('auth/registration')
@Public()
export class RegistrationController {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly registration: RegistrationService,
    private readonly throttle: Throttle,
    private readonly random: Random,
    private readonly cookies: Cookies,
    private readonly rules: PasswordRules,
  ) {}

  @Get()
  page(): Page {
    return ask(Form.empty());
  }

  @Post()
  @HttpCode(200)
  async register(
    @Req() request: Request,
    @FormBody(RegistrationForm) form: Form<RegistrationForm>,
  ): Promise<Page> {
    const {
      login,
      email,
      firstName,
      middleName,
      lastName,
      phone: typedPhone,
    } = form.values as Record<string, string>;
    const names = [firstName, middleName, lastName].filter((name): name is string => Boolean(name));
    await this.rules.check(request, form, { login, email, names, phone: typedPhone });
    if (!form.data) {
      return ask(form);
    }
    await this.throttle.pass('registration: address', networkOf(request.ip ?? ''));
    const { password, repeat: _repeat, consent: _consent, phone, ...person } = form.data;
    const browser = this.cookies.read(request, REGISTERED_COOKIE) || this.random.token();
    const result = await this.registration.register({
      ...person,
      phone: phone === '' ? '' : (normalisePhone(phone) ?? ''),
      password,
      browser,
      formKey: form.key,
      consent: { ...CONSENT, ip: request.visit.ip, userAgent: request.get('user-agent') ?? '' },
    });
    if (result === 'login taken') {
      return ask(form.reject('login', 'Такой логин уже занят, придумайте другой'));
    }
    this.cookies.set(request.res!, REGISTERED_COOKIE, browser, this.config.confirmHours * 3600);
    return redirect('/auth/registration/sent');
  }

  @Get('sent')
  sent(): Page {
    return view('auth/registration-sent', { title: 'Регистрация' });
  }
}

function ask(form: Form<RegistrationForm>): Page {
  return view('auth/registration', { title: 'Регистрация', form });
}
