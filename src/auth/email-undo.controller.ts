import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../core/config.js';
import { networkOf } from '../core/network.js';
import { Throttle } from '../core/throttle.js';
import { CONFIG } from '../core/tokens.js';
import { momentInSentence } from '../text/russian.js';
import { Text } from '../web/field.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, redirect, view } from '../web/page.js';
import { Public, QueryText } from '../web/request-parts.js';
import { CODE_ADDRESS } from './codes/codes.service.js';
import { EmailUndoService, type Undone } from './email-undo.service.js';
import { SessionCookie } from './sessions/session-cookie.js';

class EmailUndoForm {
  @Text(40)
  link!: string;
}

const DONE =
  'Прежний адрес возвращён, на всех устройствах нужно войти заново. Прежний пароль больше не подходит: на ваш адрес отправлено письмо, по ссылке из него задайте новый.';

const REFUSED: Record<Exclude<Undone, 'undone'>, string> = {
  late: 'Ссылка уже использована или устарела. Если адрес сменили не вы, позвоните нам.',
  taken: 'Этот адрес подтвердил другой житель, вернуть его по ссылке нельзя. Позвоните нам.',
};

/** The link of the letter that an old address gets. Opening it changes nothing, the button does. */
@Controller('auth/email/undo')
@Public()
export class EmailUndoController {
  constructor(
    private readonly changes: EmailUndoService,
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
  async undo(@Req() request: Request, @FormBody(EmailUndoForm) form: Form<EmailUndoForm>): Promise<Page> {
    const link = form.data?.link ?? '';
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const done = await this.changes.undo(link, request.context);
    if (done !== 'undone') return this.ask(form.reject('form', REFUSED[done]), link);
    this.cookie.forget(request);
    return redirect('/auth/', DONE);
  }

  private async ask(form: Form<EmailUndoForm>, link: string): Promise<Page> {
    const change = await this.changes.find(link);
    return view(
      'auth/email-undo',
      {
        ...{ title: 'Вернуть прежний адрес', form },
        change: change && {
          email: change.before_email,
          at: momentInSentence(change.changed_at, this.config.timeZone),
        },
      },
      undefined,
      { 'Referrer-Policy': 'no-referrer' },
    );
  }
}
