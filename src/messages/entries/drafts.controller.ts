import { Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import type { Response } from 'express';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import type { SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { when } from '../../text/moments.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect } from '../../web/page.js';
import { CurrentUser, TakesFiles } from '../../web/request-parts.js';
import { AppealDrafts } from './appeal-drafts.service.js';
import { draftOf } from './draft-form.js';
import { DropDraftForm, WriteForm } from './entries.forms.js';

/** What the page of the form does with a draft beside sending it. */
@Controller('book/draft')
export class DraftsController {
  constructor(
    private readonly database: DataSource,
    private readonly drafts: AppealDrafts,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Asked by the script while somebody types. */
  @Post()
  @HttpCode(200)
  @TakesFiles()
  async keep(
    @CurrentUser() user: SignedInUser,
    @FormBody(WriteForm) form: Form<WriteForm>,
    @Res({ passthrough: true }) response: Response,
  ): Promise<object> {
    const typed = draftOf(form);
    const draft = typed && (await this.drafts.keep(user.id, typed, String(form.values['draft'])));
    if (typed && !draft) {
      response.status(409);
      return { words: 'Черновик изменён в другом окне, здесь он сам больше не сохраняется.' };
    }
    if (!draft) {
      response.status(422);
      return { words: 'Черновик не сохранён: в тексте есть недопустимые символы.' };
    }
    const at = when(draft.saved_at, this.clock.now(), this.config.timeZone);
    return { draft: draft.version, words: `Черновик сохранён ${at}.` };
  }

  /** «Начать заново». */
  @Post('drop')
  @HttpCode(200)
  async drop(
    @CurrentUser() user: SignedInUser,
    @FormBody(DropDraftForm) form: Form<DropDraftForm>,
  ): Promise<Page> {
    const dropped = await this.drafts.drop(this.database, user.id, String(form.values['draft']));
    if (!dropped && (await this.drafts.find(user.id))) {
      return redirect('/book/new', 'Черновик с тех пор изменён в другом окне, вот он.');
    }
    return redirect('/book/new', 'Черновик удалён.');
  }
}
