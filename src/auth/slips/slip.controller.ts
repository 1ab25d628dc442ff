import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { IsNotEmpty } from 'class-validator';
import type { Request } from 'express';
import { networkOf } from '../../core/network.js';
import { Throttle } from '../../core/throttle.js';
import { Password, SameAs, Text } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { CODE_ADDRESS } from '../codes/codes.service.js';
import { PasswordRules } from '../passwords/password-rules.js';
import { AfterNewPassword } from '../recovery/after-new-password.js';
import { WayInSlips } from './slips.service.js';

class SlipForm {
  @IsNotEmpty({ message: 'Введите код с листка' })
  @Text(60)
  code!: string;

  @IsNotEmpty({ message: 'Введите новый пароль' })
  @Password()
  password!: string;

  @SameAs('password', 'Пароли не совпадают')
  @IsNotEmpty({ message: 'Введите новый пароль ещё раз' })
  @Password()
  repeat!: string;
}

const VOID =
  'Код не подошёл: проверьте цифры. Листок действует сутки и подходит один раз; новый выдадут в офисе.';

/** «Вход по листку»: a new password by the code that the office has printed. */
@Controller('auth/slip')
@Public()
export class SlipController {
  constructor(
    private readonly slips: WayInSlips,
    private readonly throttle: Throttle,
    private readonly rules: PasswordRules,
    private readonly after: AfterNewPassword,
  ) {}

  @Get()
  page(): Page {
    return ask(Form.empty());
  }

  @Post()
  @HttpCode(200)
  async enter(@Req() request: Request, @FormBody(SlipForm) form: Form<SlipForm>): Promise<Page> {
    await this.rules.check(request, form, {});
    if (!form.data) return ask(form);
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const { code, password } = form.data;
    const used = await this.slips.use(code, password, request.context);
    if (!used) return ask(form.reject('code', VOID));
    if ('problem' in used) return ask(form.reject('password', used.problem));
    const { user, ended } = used;
    const more =
      ended.length > 0 ? ` Больше не действует: ${ended.join(', ')}. Подключить заново можно в профиле.` : '';
    return this.after.go(request, user, more);
  }
}

function ask(form: Form<SlipForm>): Page {
  const headers = { 'Referrer-Policy': 'no-referrer' };
  return view('auth/slip', { title: 'Вход по листку', form }, undefined, headers);
}
