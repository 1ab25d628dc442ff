import {
  Controller,
  ForbiddenException,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Post,
  Req,
  type StreamableFile,
} from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isUuid } from '../../core/ids.js';
import type { SignedInUser } from '../../core/request-context.js';
import { CONFIG } from '../../core/tokens.js';
import { when } from '../../text/moments.js';
import { fileAnswer, ShowsFile } from '../../files/file-answer.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, type View, view } from '../../web/page.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { CurrentUser, Id, QueryText, TakesFiles } from '../../web/request-parts.js';
import { RequestCategories } from '../categories.service.js';
import type { RequestOutcome } from '../request-changes.js';
import { RequestMessages } from '../request-messages.service.js';
import { RequestPhotos } from '../request-photos.js';
import { ResidentRequests } from '../resident-requests.service.js';
import type { RequestActor } from '../service-request.js';
import { REQUEST_STATES } from '../states.js';
import { Applicants } from './applicant.js';
import { typedWords } from '../../search/typed-words.js';
import { requestView } from './request-view.js';
import { MessageForm, RatingForm, ReopenForm } from './requests.forms.js';

const PAGE = 20;

/** «Мои заявки»: the list, and a request with its terms, its timeline and its messages. */
@Controller('requests')
export class OwnRequestsController {
  constructor(
    private readonly requests: ResidentRequests,
    private readonly categories: RequestCategories,
    private readonly messages: RequestMessages,
    private readonly applicants: Applicants,
    private readonly photos: RequestPhotos,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async list(
    @CurrentUser() user: SignedInUser,
    @QueryText('before') before: string,
    @Req() request: Request,
  ): Promise<Page> {
    const q = typedWords(request.query['q']);
    const [rows, categories] = await Promise.all([
      q === ''
        ? this.requests.list(user.id, await this.placeOf(user, before))
        : this.requests.search(user.id, q),
      this.categories.titles(),
    ]);
    const now = this.clock.now();
    return view('requests/list', {
      title: 'Заявки в аварийно-диспетчерскую службу',
      ...{ back: '/accounts', q, search: q !== '' || rows.length > 0 },
      requests: rows.map((row) => ({
        ...{ id: row.id, number: row.number, address: row.address, emergency: row.emergency },
        what: categories.get(row.category) ?? '',
        state: REQUEST_STATES[row.state].resident,
        open: row.due_at !== null,
        done: row.state === 'completed',
        at: when(row.registered_at, now, this.config.timeZone),
      })),
      more: q === '' && rows.length === PAGE ? rows.at(-1)?.id : undefined,
    });
  }

  @Get(':id')
  async page(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    return this.show(user, id, {});
  }

  @Get(':id/print')
  async print(@CurrentUser() user: SignedInUser, @Id('id') id: string): Promise<Page> {
    const page = await this.show(user, id, { layout: 'print' });
    return view('requests/print', { ...page.data, printedAt: this.clock.now() });
  }

  @Get(':id/photos/:photoId')
  @ShowsFile()
  async picture(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @Id('photoId') photoId: string,
  ): Promise<StreamableFile> {
    return fileAnswer(await this.photos.forResident(user.id, id, photoId), 'zayavka.jpg');
  }

  @Post(':id/messages')
  @HttpCode(200)
  @TakesFiles()
  async say(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @FormBody(MessageForm) form: Form<MessageForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    await this.mayAct(user, id);
    if (!form.data) return this.show(user, id, { form, message: form });
    const message = { text: form.data.text, formKey: form.key };
    const actor = await this.applicants.actor(user);
    const outcome = await this.photos.with({ multipart, form, sender: user.id }, (photos) =>
      this.messages.say(id, { ...message, photos }, actor),
    );
    if (!outcome) return this.show(user, id, { form, message: form });
    return this.answer(outcome, actor, 'Сообщение отправлено диспетчеру.', (why) =>
      this.show(user, id, { form: form.reject('form', why), message: form, lost: message.text }),
    );
  }

  /** «Не сделано». */
  @Post(':id/reopen')
  @HttpCode(200)
  @TakesFiles()
  async reopen(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @FormBody(ReopenForm) form: Form<ReopenForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    await this.mayAct(user, id);
    if (!form.data) return this.show(user, id, { form, reopen: form });
    const { reason } = form.data;
    const actor = { ...(await this.applicants.actor(user)), form: form.mark };
    const outcome = await this.photos.with({ multipart, form, sender: user.id }, (photos) =>
      this.requests.reopen(id, reason, photos, actor),
    );
    if (!outcome) return this.show(user, id, { form, reopen: form });
    return this.answer(outcome, actor, 'Заявка снова открыта, номер у неё прежний.', (why) =>
      this.show(user, id, { form: form.reject('form', why), reopen: form, lost: reason }),
    );
  }

  @Post(':id/rating')
  @HttpCode(200)
  async rate(
    @CurrentUser() user: SignedInUser,
    @Id('id') id: string,
    @FormBody(RatingForm) form: Form<RatingForm>,
  ): Promise<Page> {
    await this.mayAct(user, id);
    if (!form.data) return this.show(user, id, { form, rate: form });
    const { rating, comment } = form.data;
    const actor = { ...(await this.applicants.actor(user)), form: form.mark };
    const outcome = await this.requests.rate(id, Number(rating), comment, actor);
    return this.answer(outcome, actor, 'Спасибо за оценку! Заявка закрыта.', (why) =>
      this.show(user, id, { form: form.reject('form', why), rate: form, lost: comment }),
    );
  }

  private async answer(
    outcome: RequestOutcome,
    actor: RequestActor,
    done: string,
    refused: (why: string) => Promise<Page>,
  ): Promise<Page> {
    if (outcome.kind === 'missing') throw new NotFoundException();
    if (outcome.kind === 'refused' && !(await this.requests.wasDone(outcome.request.id, actor))) {
      return refused(`${outcome.why}.`);
    }
    return redirect(`/requests/${outcome.request.id}`, done);
  }

  /** Whoever has the flat no more takes no part in what goes on there. */
  private async mayAct(user: SignedInUser, id: string): Promise<void> {
    if ((await this.find(user, id))!.gone) {
      throw new ForbiddenException(
        'Этот лицевой счет больше не в вашем кабинете, поэтому писать по заявке нельзя.',
      );
    }
  }

  private async find(user: SignedInUser, id: string): ReturnType<typeof this.requests.find> {
    const found = await this.requests.find(user.id, id);
    if (!found) throw new NotFoundException();
    return found;
  }

  private async show(user: SignedInUser, id: string, forms: Record<string, unknown>): Promise<View> {
    const { request, events, gone } = (await this.find(user, id))!;
    const { timeZone, requestsSoon: soon } = this.config;
    const sources = {
      ...{ request, events, gone, userId: user.id, now: this.clock.now(), timeZone, soon },
      category: (await this.categories.find(request.category))!,
      together: await this.requests.together(request),
    };
    const empty = Form.empty();
    return view('requests/request', {
      title: `Заявка ${request.number}`,
      back: '/requests',
      request: requestView(sources),
      photosAt: `/requests/${id}/photos`,
      ...{ message: empty, reopen: empty, rate: empty },
      ...forms,
    });
  }

  private async placeOf(
    user: SignedInUser,
    before: string,
  ): Promise<{ registeredAt: Date; id: string } | undefined> {
    const last = isUuid(before) ? await this.requests.find(user.id, before) : undefined;
    return last && { registeredAt: last.request.registered_at, id: last.request.id };
  }
}
