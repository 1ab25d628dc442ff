import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { networkOf } from '../../core/network.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { momentInSentence } from '../../text/russian.js';
import { Text } from '../../web/field.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { CODE_ADDRESS } from '../codes/codes.service.js';
import { SessionCookie } from '../sessions/session-cookie.js';
import { type Disowned, NotMe } from './not-me.service.js';
import { WAYS_IN } from './sign-in-words.js';

class NotMeForm {
  @Text(40)
  link!: string;
}

const DONE =
  'Все, кто вошёл в ваш кабинет, вышли. Прежний пароль больше не подходит: на вашу почту отправлено письмо, по ссылке из него задайте новый.';

const REFUSED: Record<Exclude<Disowned, 'done'>, string> = {
  late: 'Ссылка уже использована или устарела. Если входили не вы, восстановите пароль.',
  moved:
    'Адрес почты в кабинете с тех пор сменили. Если это сделали не вы, верните его по ссылке из письма «Адрес электронной почты изменён»: все, кто вошёл, выйдут. Или позвоните нам.',
};

/** The link «это был не я» of a letter about a new device. Opening it changes nothing, since programs of mail open links; the button does. */
@Controller('auth/not-me')
@Public()
export class NotMeController {
  constructor(
    private readonly notMe: NotMe,
    private readonly throttle: Throttle,
    private readonly cookie: SessionCookie,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  open(@QueryText('k') link: string): Promise<Page> {
    return this.ask(Form.empty({ link }), link);
  }

  @Post()
  @HttpCode(200)
  async disown(@Req() request: Request, @FormBody(NotMeForm) form: Form<NotMeForm>): Promise<Page> {
    const link = form.data?.link ?? '';
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const done = await this.notMe.disown(link, request.context);
    if (done !== 'done') return this.ask(form.reject('form', REFUSED[done]), link);
    this.cookie.forget(request);
    return redirect('/auth/', DONE);
  }

  private async ask(form: Form<NotMeForm>, link: string): Promise<Page> {
    const found = await this.notMe.find(link);
    const signIn = found && {
      ...{ device: found.device, ip: found.ip, way: WAYS_IN[found.way] },
      at: momentInSentence(found.at, this.config.timeZone),
    };
    const headers = { 'Referrer-Policy': 'no-referrer' };
    return view('auth/not-me', { title: 'Это был не я', form, signIn }, undefined, headers);
  }
}
