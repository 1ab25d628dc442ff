import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { PasswordRules } from '../passwords/password-rules.js';
import { MistypedAddress } from '../providers/mistyped-address.js';
import { Registrant } from './registrant.js';
import { Registrar } from './registrar.js';
import { RegistrationForm } from './registration.forms.js';
import { typedBefore, WaitingRegistrations } from './waiting-registrations.js';

const NOTHING_TO_FIX =
  'В этом браузере нечего исправлять: регистрация уже подтверждена или исправлена, удалена или прошло больше получаса. Войдите с логином и паролем.';

/** «Регистрация», and «Исправить адрес» of whoever has mistyped it. */
@Controller('auth/registration')
@Public()
export class RegistrationController {
  constructor(
    private readonly registrar: Registrar,
    private readonly rules: PasswordRules,
    private readonly mistyped: MistypedAddress,
    private readonly registrant: Registrant,
    private readonly waiting: WaitingRegistrations,
    private readonly database: DataSource,
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
    const { password, instead } = form.data;
    // a window that has not seen the waiting registration must not replace it
    const mine = instead === this.registrant.read(request);
    const result = await this.registrar.register(request, form.data, form.key, {
      ...{ password, ...(instead !== '' && { instead: mine ? instead : '' }) },
    });
    if (result === 'login taken') {
      return ask(form.reject('login', 'Такой логин уже занят, придумайте другой'));
    }
    if (typeof result !== 'object') {
      return nothingToFix();
    }
    if (result.waiting !== undefined) this.registrant.keep(request, result.waiting);
    return redirect('/auth/registration/sent');
  }

  @Get('address')
  async address(@Req() request: Request): Promise<Page> {
    const id = this.registrant.read(request);
    const waiting = id && (await this.waiting.find(this.database.manager, id));
    return waiting ? ask(Form.empty(typedBefore(waiting))) : nothingToFix();
  }

  @Get('sent')
  async sent(@Req() request: Request): Promise<Page> {
    const mistyped = await this.mistyped.of(request);
    return view('auth/registration-sent', { title: 'Регистрация', mistyped });
  }
}

function ask(form: Form<RegistrationForm>): Page {
  const again = Boolean(form.values['instead']);
  return view('auth/registration', { title: again ? 'Исправить адрес' : 'Регистрация', form, again });
}

function nothingToFix(): Page {
  return redirect('/auth/', NOTHING_TO_FIX);
}
