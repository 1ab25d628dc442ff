import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { momentInSentence } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import { Public, QueryText } from '../../web/request-parts.js';
import { LetterLinkForm, LetterLinks, MOVED, NO_REFERRER } from '../letter-link.js';
import { Providers } from '../providers/providers.js';
import { NotMe } from './not-me.service.js';

const WORDS = {
  done: 'Все, кто вошёл в ваш кабинет, вышли. Прежний пароль больше не подходит: на вашу почту отправлено письмо, по ссылке из него задайте новый. Если при входе попросят код из приложения, которое подключали не вы, придите с паспортом в наш офис. Если кабинет просили удалить, это отменено: он остаётся.',
  refused: {
    late: 'Ссылка уже использована или устарела. Если входили не вы, восстановите пароль.',
    moved: MOVED,
  },
};

/** The link «это не я» of a letter about a new device. */
@Controller('auth/not-me')
@Public()
export class NotMeController {
  constructor(
    private readonly notMe: NotMe,
    private readonly links: LetterLinks,
    private readonly providers: Providers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  open(@QueryText('k') link: string): Promise<Page> {
    return this.ask(Form.empty({ link }), link);
  }

  @Post()
  @HttpCode(200)
  async disown(@Req() request: Request, @FormBody(LetterLinkForm) form: Form<LetterLinkForm>): Promise<Page> {
    const link = form.data?.link ?? '';
    const done = await this.links.press(request, form, WORDS, () =>
      this.notMe.disown(link, request.context, form.key),
    );
    return done ?? this.ask(form, link);
  }

  /** Where the button could only refuse, the page says why in its place. */
  private async ask(form: Form<LetterLinkForm>, link: string): Promise<Page> {
    const found = await this.notMe.find(link);
    const signIn = found && {
      ...{ device: found.device, ip: found.ip, way: this.providers.wayIn(found.way, found.withCode) },
      at: momentInSentence(found.at, this.config.timeZone),
    };
    const obstacle = found && (await this.notMe.hasMoved(found)) ? MOVED : undefined;
    return view('auth/not-me', { title: 'Это не я', form, signIn, obstacle }, undefined, NO_REFERRER);
  }
}
