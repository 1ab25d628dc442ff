import { Controller, Get, HttpCode, Inject, Post, Req } from '@nestjs/common';
import type { Request } from 'express';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { momentInSentence } from '../text/russian.js';
import { Form, FormBody } from '../web/form.js';
import { type Page, view } from '../web/page.js';
import { Public, QueryText } from '../web/request-parts.js';
import { EmailUndoService } from './email-undo.service.js';
import { LetterLinkForm, LetterLinks, NO_REFERRER } from './letter-link.js';

const TAKEN = 'Этот адрес подтвердил другой житель, вернуть его по ссылке нельзя. Позвоните нам.';
const WORDS = {
  done: 'Прежний адрес возвращён, на всех устройствах нужно войти заново. Прежний пароль больше не подходит: на ваш адрес отправлено письмо, по ссылке из него задайте новый. Если кабинет просили удалить, это отменено: он остаётся.',
  refused: {
    late: 'Ссылка уже использована или устарела. Если адрес сменили не вы, позвоните нам.',
    taken: TAKEN,
  },
};

/** The link of the letter that an old address gets. */
@Controller('auth/email/undo')
@Public()
export class EmailUndoController {
  constructor(
    private readonly changes: EmailUndoService,
    private readonly links: LetterLinks,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  open(@QueryText('k') link: string): Promise<Page> {
    return this.ask(Form.empty({ link }), link);
  }

  @Post()
  @HttpCode(200)
  async undo(@Req() request: Request, @FormBody(LetterLinkForm) form: Form<LetterLinkForm>): Promise<Page> {
    const link = form.data?.link ?? '';
    const done = await this.links.press(request, form, WORDS, () =>
      this.changes.undo(link, request.context, form.key),
    );
    return done ?? this.ask(form, link);
  }

  /** Where the button could only refuse, the page says why in its place. */
  private async ask(form: Form<LetterLinkForm>, link: string): Promise<Page> {
    const found = await this.changes.find(link);
    const change = found && {
      email: found.before_email,
      at: momentInSentence(found.changed_at, this.config.timeZone),
    };
    const obstacle = found && (await this.changes.isTaken(found)) ? TAKEN : undefined;
    const data = { title: 'Вернуть прежний адрес', form, change, obstacle };
    return view('auth/email-undo', data, undefined, NO_REFERRER);
  }
}
