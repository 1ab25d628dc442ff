import { Controller, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { residentActor } from '../../auth/actor.js';
import type { RequestContext, SignedInUser } from '../../core/request-context.js';
import { Applicants } from '../../requests/pages/applicant.js';
import { Form, FormBody } from '../../web/form.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { type Page, redirect } from '../../web/page.js';
import { CurrentContext, CurrentUser, Id, TakesFiles } from '../../web/request-parts.js';
import type { AppealOutcome } from '../appeal-changes.js';
import { AppealFiles } from '../appeal-files.js';
import { BookPublications } from '../book/publications.service.js';
import { ResidentAppeals } from '../resident-appeals.service.js';
import { AskForm, HelpedForm } from './entries.forms.js';
import { EntryPage } from './entry-page.js';

/** What its author does with an entry that was answered. */
@Controller('book/entries/:id')
export class EntryTalkController {
  constructor(
    private readonly appeals: ResidentAppeals,
    private readonly applicants: Applicants,
    private readonly publications: BookPublications,
    private readonly files: AppealFiles,
    private readonly page: EntryPage,
  ) {}

  /** The one question to the answer. */
  @Post('question')
  @HttpCode(200)
  @TakesFiles()
  async ask(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @FormBody(AskForm) form: Form<AskForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    await this.find(user, id);
    if (!form.data) return this.page.show(user, id, { form, ask: form });
    const { text } = form.data;
    const actor = await this.applicants.actor(user);
    const outcome = await this.files.with({ multipart, form, sender: user.id }, (files) =>
      this.appeals.askBack(user.id, id, { text, files }, actor),
    );
    if (!outcome) return this.page.show(user, id, { form, ask: form });
    const done = 'Вопрос отправлен, номер обращения прежний.';
    if (outcome.kind === 'refused' && (await this.wasAsked(user, id, text))) return answered(id, done);
    return this.answer(outcome, id, done, (why) =>
      this.page.show(user, id, { form: form.reject('form', why), ask: form, lost: text }),
    );
  }

  /** «Помог ли ответ». */
  @Post('rating')
  @HttpCode(200)
  async rate(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @FormBody(HelpedForm) form: Form<HelpedForm>,
  ): Promise<Page> {
    const { appeal } = await this.find(user, id);
    if (!form.data) return this.page.show(user, id, { form, rate: form });
    const { rating, comment: text } = form.data;
    const done = 'Спасибо за оценку!';
    if (appeal.rating === Number(rating) && appeal.rating_text === text) return answered(id, done);
    const actor = await this.applicants.actor(user);
    const outcome = await this.appeals.rate(user.id, id, { rating: Number(rating), text }, actor);
    return this.answer(outcome, id, done, (why) =>
      this.page.show(user, id, { form: form.reject('form', why), rate: form, lost: text }),
    );
  }

  /** «Отозвать разрешение», and out of the book where it stands there. */
  @Post('withdraw')
  @HttpCode(200)
  async withdraw(
    @CurrentUser() user: SignedInUser,
    @CurrentContext() context: RequestContext,
    @Id('id') id: string,
  ): Promise<Page> {
    const { appeal } = await this.find(user, id);
    const shown = (await this.publications.standing(id)) === 'published';
    const done = shown
      ? 'Разрешение отозвано, в открытой книге этой записи больше нет.'
      : 'Разрешение отозвано, опубликовать эту запись уже нельзя.';
    if (!appeal.publish) return answered(id, done);
    const actor = await this.applicants.actor(user);
    const outcome = await this.publications.withdraw(user.id, id, actor, residentActor(context));
    return this.answer(outcome, id, done, () => Promise.resolve(answered(id, done)));
  }

  private async find(user: SignedInUser, id: string): Promise<NonNullable<Found>> {
    const found = await this.appeals.find(user.id, id);
    if (!found) throw new NotFoundException();
    return found;
  }

  /** The other half of a double press has been faster. */
  private async wasAsked(user: SignedInUser, id: string, text: string): Promise<boolean> {
    const { events } = await this.find(user, id);
    return events.some((event) => event.kind === 'asked-back' && event.text === text);
  }

  private answer(
    outcome: AppealOutcome,
    id: string,
    done: string,
    refused: (why: string) => Promise<Page>,
  ): Page | Promise<Page> {
    if (outcome.kind === 'missing') throw new NotFoundException();
    return outcome.kind === 'refused' ? refused(`${outcome.why}.`) : answered(id, done);
  }
}

type Found = Awaited<ReturnType<ResidentAppeals['find']>>;

function answered(id: string, done: string): Page {
  return redirect(`/book/entries/${id}`, done);
}
