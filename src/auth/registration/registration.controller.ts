import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { PasswordRules } from '../passwords/password-rules.js';
import { MistypedAddress } from '../providers/mistyped-address.js';
import { Registrar } from './registrar.js';
import { RegistrationForm } from './registration.forms.js';

/** «Регистрация». */
@Controller('auth/registration')
@Public()
export class RegistrationController {
  constructor(
    private readonly registrar: Registrar,
    private readonly rules: PasswordRules,
    private readonly mistyped: MistypedAddress,
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
    const result = await this.registrar.register(request, form.data, form.key, {
      password: form.data.password,
    });
    if (result === 'login taken') {
      return ask(form.reject('login', 'Такой логин уже занят, придумайте другой'));
    }
    return redirect('/auth/registration/sent');
  }

  @Get('sent')
  async sent(@Req() request: Request): Promise<Page> {
    const mistyped = await this.mistyped.of(request);
    return view('auth/registration-sent', { title: 'Регистрация', mistyped });
  }
}

function ask(form: Form<RegistrationForm>): Page {
  return view('auth/registration', { title: 'Регистрация', form });
}
