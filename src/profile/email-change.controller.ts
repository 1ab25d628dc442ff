import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { Throttle } from '../core/throttle.js';
import { networkOf } from '../core/network.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Public, QueryText } from '../web/request-parts.js';
import { EmailChangeService } from '../auth/email-change.service.js';
import { ConfirmEmailForm } from './profile.forms.js';
import { CODE_ADDRESS } from '../auth/codes/codes.service.js';

const NO_REFERRER = { 'Referrer-Policy': 'no-referrer' };

/** The link of the letter that a new address gets. Opening it changes nothing, the button does. */
@Controller('auth/email')
@Public()
export class EmailChangeController {
  constructor(
    private readonly emailChange: EmailChangeService,
    private readonly throttle: Throttle,
  ) {}

  @Get()
  async open(
    @QueryText('user') user: string,
    @QueryText('code') code: string,
    @QueryText('k') link: string,
  ): Promise<Page> {
    if (link !== '' && !(await this.emailChange.isGoodLink(user, { code, link }))) {
      return view('profile/spent-email-link', { title: 'Подтверждение E-mail' }, undefined, NO_REFERRER);
    }
    return ask(Form.empty({ user, code, link }));
  }

  @Post()
  @HttpCode(200)
  async confirm(
    @Req() request: Request,
    @FormBody(ConfirmEmailForm) form: Form<ConfirmEmailForm>,
  ): Promise<Page> {
    if (!form.data) {
      return ask(form);
    }
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const { user, code, link } = form.data;
    const changed = await this.emailChange.confirm(user, { code, link }, request.context);
    if (!changed) {
      return ask(form.reject('code', 'Код не подошёл или устарел. Запросите смену адреса ещё раз.'));
    }
    const login = changed.newLogin === undefined ? '' : ` Логин теперь тоже ${changed.newLogin}.`;
    return redirect(request.context.user ? '/profile' : '/auth/', `Адрес электронной почты изменён.${login}`);
  }
}

function ask(form: Form<ConfirmEmailForm>): Page {
  return view('profile/confirm-email', { title: 'Подтверждение E-mail', form }, undefined, NO_REFERRER);
}
