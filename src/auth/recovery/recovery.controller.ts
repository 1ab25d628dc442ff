import { Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { strangerActor } from '../actor.js';
import { minimumDuration, Throttle } from '../../core/throttle.js';
import { networkOf } from '../../core/network.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public } from '../../web/request-parts.js';
import { RecoveryForm } from './recovery.forms.js';
import { RecoveryService } from './recovery.service.js';
import { HOUR, limit } from '../../core/limits.js';

const RECOVERY_ADDRESS = limit('recovery: address', 30, HOUR);

/** Longer than either way takes, so that waiting tells nothing. */
const ANSWER_MS = 400;

/** «Восстановление пароля». */
@Controller('auth/recovery')
@Public()
export class RecoveryController {
  constructor(
    private readonly recovery: RecoveryService,
    private readonly throttle: Throttle,
  ) {}

  @Get()
  page(): Page {
    return ask(Form.empty());
  }

  @Post()
  @HttpCode(200)
  async send(@Req() request: Request, @FormBody(RecoveryForm) form: Form<RecoveryForm>): Promise<Page> {
    if (!form.data) {
      return ask(form);
    }
    const { login, email } = form.data;
    if (login === '' && email === '') {
      return ask(form.reject('login', 'Введите логин или E-Mail'));
    }
    await this.throttle.pass([RECOVERY_ADDRESS, networkOf(request.ip ?? '')]);
    await minimumDuration(ANSWER_MS, this.recovery.ask(login, email, strangerActor(request.context)));
    return redirect('/auth/recovery/sent');
  }

  @Get('sent')
  sent(): Page {
    return view('auth/recovery', { title: 'Восстановление пароля', form: Form.empty(), sent: true });
  }
}

function ask(form: Form<RecoveryForm>): Page {
  return view('auth/recovery', { title: 'Восстановление пароля', form });
}
