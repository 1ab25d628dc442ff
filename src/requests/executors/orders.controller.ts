import {
  Controller,
  Get,
  HttpCode,
  Inject,
  NotFoundException,
  Post,
  type StreamableFile,
} from '@nestjs/common';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG } from '../../core/tokens.js';
import { fileAnswer, ShowsFile } from '../../files/file-answer.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { type Multipart, MultipartForm } from '../../web/multipart.js';
import { Id, Public, QueryText, TakesFiles } from '../../web/request-parts.js';
import type { RequestOutcome } from '../request-changes.js';
import { RequestPhotos } from '../request-photos.js';
import type { RequestActor } from '../service-request.js';
import { type ExecutorOfLink, ExecutorLinks } from './executor-links.js';
import { orderShown, ordersShown } from './order-view.js';
import { CannotForm, DoneForm } from './orders.forms.js';
import { CANNOT, Orders } from './orders.service.js';

/** The page of an executor: whoever holds the link sees their orders of the day and marks what is done, and sees nothing else. */
@Controller('orders')
@Public()
export class OrdersController {
  constructor(
    private readonly links: ExecutorLinks,
    private readonly orders: Orders,
    private readonly photos: RequestPhotos,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get()
  async list(@QueryText('to') to: string): Promise<Page> {
    const executor = await this.links.open(to);
    if (!executor) return brokenLink();
    const now = this.clock.now();
    const shown = ordersShown(await this.orders.of(executor.id, now), now, this.config.timeZone);
    const form = Form.empty();
    return view('orders/list', {
      ...this.around(executor, to),
      title: 'Наряды',
      form,
      reasons: CANNOT,
      ...shown,
    });
  }

  @Get(':id')
  async page(@QueryText('to') to: string, @Id('id') id: string): Promise<Page> {
    const executor = await this.links.open(to);
    return executor ? this.show(executor, to, id) : brokenLink();
  }

  @Get(':id/photos/:photoId')
  @ShowsFile()
  async picture(
    @QueryText('to') to: string,
    @Id('id') id: string,
    @Id('photoId') photoId: string,
  ): Promise<StreamableFile> {
    const executor = await this.links.open(to);
    return fileAnswer(executor && (await this.photos.forExecutor(executor.id, id, photoId)), 'zayavka.jpg');
  }

  @Post(':id/accepted')
  @HttpCode(200)
  accept(@QueryText('to') to: string, @Id('id') id: string): Promise<Page> {
    return this.mark(to, id, undefined, (actor) => this.orders.step(id, 'accepted', actor));
  }

  @Post(':id/arrived')
  @HttpCode(200)
  arrive(@QueryText('to') to: string, @Id('id') id: string): Promise<Page> {
    return this.mark(to, id, undefined, (actor) => this.orders.step(id, 'arrived', actor));
  }

  @Post(':id/done')
  @HttpCode(200)
  @TakesFiles()
  finish(
    @QueryText('to') to: string,
    @Id('id') id: string,
    @FormBody(DoneForm) form: Form<DoneForm>,
    @MultipartForm() multipart: Multipart | undefined,
  ): Promise<Page> {
    return this.mark(to, id, form, (actor, { work, materials }) =>
      this.photos.with({ multipart, form, sender: actor.id ?? '' }, (photos) =>
        this.orders.done(id, { text: work, materials, photos }, actor),
      ),
    );
  }

  @Post(':id/cannot')
  @HttpCode(200)
  cannot(
    @QueryText('to') to: string,
    @Id('id') id: string,
    @FormBody(CannotForm) form: Form<CannotForm>,
  ): Promise<Page> {
    return this.mark(to, id, form, (actor, { reason, comment }) =>
      this.orders.cannot(id, reason as keyof typeof CANNOT, comment, actor),
    );
  }

  private async mark<T extends object>(
    to: string,
    id: string,
    form: Form<T> | undefined,
    work: (actor: RequestActor, data: T) => Promise<RequestOutcome | undefined>,
  ): Promise<Page> {
    const executor = await this.links.open(to);
    if (!executor) return brokenLink();
    const actor = { kind: 'executor', id: executor.id, name: executor.name, form: form?.mark } as const;
    const found = await this.orders.find(executor.id, id, this.clock.now());
    if (form && (await this.orders.wasDone(id, actor))) return this.done(to);
    if (!found) return this.givenAway(executor, to, id, form);
    if (form && !form.data) return this.show(executor, to, id, form);
    const outcome = await work(actor, form?.data ?? ({} as T));
    if (!outcome) return this.show(executor, to, id, form);
    if (outcome.kind === 'refused') {
      return this.show(executor, to, id, (form ?? Form.empty<T>()).reject('form', `${outcome.why}.`));
    }
    if (outcome.kind !== 'done') throw new NotFoundException();
    const gone = outcome.request.executor_id !== executor.id || outcome.request.due_at === null;
    return this.done(to, gone ? '' : `/${id}`);
  }

  private done(to: string, order = ''): Page {
    return redirect(`/orders${order}?${new URLSearchParams({ to }).toString()}`, 'Отмечено.');
  }

  /** What was theirs when they opened it is told apart from what never was; what they typed is not lost. */
  private async givenAway(
    executor: ExecutorOfLink,
    to: string,
    id: string,
    form: Form<object> | undefined,
  ): Promise<Page> {
    if (!(await this.orders.wasTheirs(id, executor.id))) throw new NotFoundException();
    const lost = ['work', 'materials', 'comment'].map((name) => form?.values[name]).filter(Boolean);
    const title = 'Заявка больше не ваша';
    return view('orders/given-away', { ...this.around(executor, to), title, lost: lost.join('\n') }, 409);
  }

  private async show(executor: ExecutorOfLink, to: string, id: string, form?: Form<object>): Promise<Page> {
    const now = this.clock.now();
    const order = await this.orders.find(executor.id, id, now);
    if (!order) throw new NotFoundException();
    return view('orders/order', {
      ...this.around(executor, to),
      ...{ title: `Наряд ${order.number}`, form: form ?? Form.empty(), reasons: CANNOT },
      order: orderShown(order, now, this.config.timeZone),
      lost:
        order.due_at === null
          ? [form?.values['work'], form?.values['materials']].filter(Boolean).join('\n')
          : '',
    });
  }

  private around({ name, until }: ExecutorOfLink, to: string): object {
    return { layout: 'orders', executor: name, until, query: `?${new URLSearchParams({ to }).toString()}` };
  }
}

function brokenLink(): Page {
  return view('orders/broken-link', { title: 'Ссылка больше не работает' }, 404);
}
