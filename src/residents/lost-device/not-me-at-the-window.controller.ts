import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import { CODE_ADDRESS } from '../../auth/codes/codes.service.js';
import { LetterLinkForm, MOVED, NO_REFERRER } from '../../auth/letter-link.js';
import { SessionCookie } from '../../auth/sessions/session-cookie.js';
import type { Config } from '../../core/config.js';
import { networkOf } from '../../core/network.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { momentInSentence } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { NotMeAtTheWindow } from './not-me-at-the-window.service.js';

const KEPT =
  'Просьба отменена: ваши ключи и коды входа остались. Если кто-то мог узнать ваш пароль, смените его.';
const EVICTED =
  'Все, кто вошёл в ваш кабинет, вышли. Прежний пароль больше не подходит: на вашу почту отправлено письмо, по ссылке из него задайте новый.';
const REFUSED = {
  late: 'Ссылка уже использована или устарела. Если просили не вы, позвоните нам.',
  moved: MOVED,
};

/** The link «это не я» of letters about a lost device. Programs of mail open links: only the button does something. */
@Controller('auth/lost-device')
@Public()
export class NotMeAtTheWindowController {
  constructor(
    private readonly notMe: NotMeAtTheWindow,
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
  async disown(@Req() request: Request, @FormBody(LetterLinkForm) form: Form<LetterLinkForm>): Promise<Page> {
    await this.throttle.pass([CODE_ADDRESS, networkOf(request.ip ?? '')]);
    const link = form.data?.link ?? '';
    const end = await this.notMe.disown(link, request.context, form.key);
    switch (end) {
      case 'kept':
        return redirect(request.context.user ? '/profile' : '/auth/', KEPT);
      case 'evicted':
        this.cookie.forget(request);
        return redirect('/auth/', EVICTED);
      case 'late':
      case 'moved':
        return this.ask(form.reject('form', REFUSED[end]), link);
    }
  }

  private async ask(form: Form<LetterLinkForm>, link: string): Promise<Page> {
    const found = await this.notMe.find(link);
    const { timeZone } = this.config;
    const shown = found && {
      done: found.done,
      asked: momentInSentence(found.asked_at, timeZone),
      ended: found.ended_at && momentInSentence(found.ended_at, timeZone),
    };
    return view('residents/not-me', { title: 'Это не я', form, shown }, undefined, NO_REFERRER);
  }
}
