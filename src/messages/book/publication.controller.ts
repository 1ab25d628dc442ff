import { ConflictException, Controller, Get, HttpCode, NotFoundException, Post } from '@nestjs/common';
import { staffActor } from '../../audit/audit.js';
import { isUuid } from '../../core/ids.js';
import { CurrentStaff, OfficePage } from '../../office/office-page.js';
import { MODERATORS, type PanelPerson } from '../../panel/person.js';
import { plural } from '../../text/russian.js';
import { Form, FormBody } from '../../web/form.js';
import { type Page, redirect, view } from '../../web/page.js';
import { Id, QueryText, TakesFiles } from '../../web/request-parts.js';
import type { AppealOutcome } from '../appeal-changes.js';
import { cleared, type ClearedField, type ClearedTexts, suspected } from './clearing.js';
import { type ListName, LISTS, OfficePublications } from './office-publications.service.js';
import type { PersonalContext } from './personal-data.js';
import type { OpenPublication } from './publication.js';
import { KeepBackForm, PublicationForm } from './publication.forms.js';
import { ROOT } from './publication.office.js';
import { PublicationView } from './publication-view.js';
import { BookPublications } from './publications.service.js';

const STYLE = 'css/book.css';
const FIELDS: readonly ClearedField[] = ['title', 'question', 'answer', 'signed'];
/** What the table takes; grey words are longer than some of what they stand for. */
const LONGEST = { title: 200, question: 20_000, answer: 20_000, signed: 200 } as const;

/** What a page of one entry shows besides the entry. */
interface Shown {
  readonly context: PersonalContext;
  readonly form: Form<PublicationForm>;
  readonly refusal?: Form<KeepBackForm>;
  readonly status?: number;
}

/** «На публикацию»: a moderator takes personal data out of an entry and shows it to everybody, or does not. */
@OfficePage(...MODERATORS)
@Controller('office/messages/publication')
export class PublicationController {
  constructor(
    private readonly publications: OfficePublications,
    private readonly book: BookPublications,
    private readonly words: PublicationView,
  ) {}

  @Get()
  async list(@QueryText('show') asked: string, @QueryText('after') place: string): Promise<Page> {
    const show: ListName = asked === 'published' || asked === 'kept' ? asked : 'waiting';
    const after = isUuid(place) ? place : undefined;
    const [{ rows, next }, waiting] = await Promise.all([
      this.publications.list(show, after),
      this.publications.waiting(),
    ]);
    return view('book/office/list', {
      ...{ title: 'На публикацию', style: STYLE, show, next, further: after !== undefined },
      shows: Object.entries(LISTS).map(([id, { title }]) => ({
        ...{ id, title, here: id === show, count: id === 'waiting' && waiting },
      })),
      rows: rows.map((row) => this.words.row(row)),
    });
  }

  @Get(':id')
  async page(@Id('id') id: string): Promise<Page> {
    const it = await this.found(id);
    const [context, said] = await Promise.all([this.publications.context(id), this.publications.said(id)]);
    const values = { ...this.words.beginning(it, said), versions: it.versions };
    return this.show(it, { context, form: Form.empty<PublicationForm>(values) });
  }

  /** One form, several buttons. It comes as a form with files does, so that two long Russian texts fit in. */
  @Post(':id')
  @HttpCode(200)
  @TakesFiles()
  async work(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(PublicationForm) form: Form<PublicationForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    const context = await this.publications.context(id);
    this.takeOut(form, context);
    if (form.values['step'] !== 'publish') return this.show(it, { context, form });
    const kept = keysOf(form, 'keep');
    const left = suspected(textsOf(form), context).filter(({ key }) => !kept.includes(key)).length;
    if (left > 0) {
      const places = `${left}\u00A0${plural(left, 'место похоже', 'места похожи', 'мест похожи')}`;
      form.reject('form', `${places} на личные данные. Уберите или отметьте «это не личные данные»`);
    }
    if (!form.data) return this.show(it, { context, form });
    const texts = textsOf(form);
    const place = form.values['place'] === 'yes' ? this.words.place(it) : '';
    const entry = { ...texts, place };
    const outcome = await this.book.publish(id, entry, staffActor(person), form.data.versions);
    if (outcome.kind !== 'stale') return this.answered(outcome, 'Опубликовано, запись уже видна в книге.');
    const now = await this.found(id);
    // the other half of a double press
    if (now.state === 'published' && FIELDS.every((field) => now.published[field] === texts[field])) {
      return redirect(`${ROOT}/${id}`, 'Опубликовано, запись уже видна в книге.');
    }
    form.reject('form', 'Пока страница была открыта, эту запись изменили. Сравните и решите ещё раз');
    form.values['versions'] = now.versions;
    return this.show(now, { context, form, status: 409 });
  }

  @Post(':id/keep-back')
  @HttpCode(200)
  async keepBack(
    @CurrentStaff() person: PanelPerson,
    @Id('id') id: string,
    @FormBody(KeepBackForm) form: Form<KeepBackForm>,
  ): Promise<Page> {
    const it = await this.found(id);
    if (form.data) {
      const { reason, versions } = form.data;
      const outcome = await this.book.keepBack(id, reason, staffActor(person), versions);
      if (outcome.kind !== 'stale') return this.answered(outcome, 'В книге этой записи нет.');
      form.reject('form', 'Пока страница была открыта, эту запись изменили. Посмотрите и решите ещё раз');
    }
    const [context, said] = await Promise.all([this.publications.context(id), this.publications.said(id)]);
    const now = await this.found(id);
    const values = { ...this.words.beginning(now, said), versions: now.versions };
    const status = now.versions === it.versions && form.errors['reason'] !== undefined ? 422 : 409;
    const begun = Form.empty<PublicationForm>(values);
    return this.show(now, { context, form: begun, refusal: form, status });
  }

  private answered(outcome: AppealOutcome, done: string): Page {
    if (outcome.kind === 'missing') throw new NotFoundException();
    if (outcome.kind === 'refused') throw new ConflictException(outcome.why);
    return redirect(ROOT, done);
  }

  private async found(id: string): Promise<OpenPublication> {
    const it = await this.publications.find(id);
    if (!it) throw new NotFoundException();
    return it;
  }

  /** Puts grey words in the place of what was ticked, or of all that was not kept. */
  private takeOut(form: Form<PublicationForm>, context: PersonalContext): void {
    const kept = keysOf(form, 'keep');
    const all = form.values['step'] === 'all';
    const found = all ? suspected(textsOf(form), context).map(({ key }) => key) : [];
    const keys = new Set(all ? found.filter((key) => !kept.includes(key)) : keysOf(form, 'remove'));
    const texts = cleared(textsOf(form), keys, context);
    for (const field of FIELDS) {
      form.values[field] = texts[field];
      if (texts[field].length > LONGEST[field]) form.reject(field, 'Слишком длинно, сократите');
    }
    form.values['remove'] = [];
  }

  private async show(it: OpenPublication, { context, form, refusal, status }: Shown): Promise<Page> {
    const [said, events] = await Promise.all([
      this.publications.said(it.id),
      this.publications.history(it.id),
    ]);
    const texts = textsOf(form);
    const withPlace = form.values['place'] === 'yes';
    return view(
      'book/office/entry',
      {
        ...{ title: `${it.number}: ${it.title}`, style: STYLE, back: ROOT, form, refusal },
        ...{ id: it.id, versions: it.versions, place: this.words.place(it), row: this.words.row(it) },
        ...{ open: it.publish, published: it.state === 'published', withdrawn: it.state === 'withdrawn' },
        ...{ mayStay: it.state === 'published' || it.state === 'waiting' },
        originals: this.words.originals(it, said, context),
        ...this.words.pieces(texts, keysOf(form, 'keep'), context, form.errors['form'] !== undefined),
        preview: await this.words.preview(it, texts, withPlace),
        history: this.words.history(events),
        later: said.filter(({ kind }) => kind === 'answered').length > 1,
        now: status === 409 && it.state === 'published' && it.published,
      },
      status,
    );
  }
}

function textsOf({ values }: Form<PublicationForm>): ClearedTexts {
  const of = (field: ClearedField): string => String(values[field] ?? '');
  return { title: of('title'), question: of('question'), answer: of('answer'), signed: of('signed') };
}

function keysOf({ values }: Form<PublicationForm>, name: 'keep' | 'remove'): string[] {
  return [values[name] ?? []].flat();
}
