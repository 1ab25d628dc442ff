import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { calendarDay } from '../../text/month.js';
import { dateTime, plural } from '../../text/russian.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import type { SecondRow } from '../../web/second-form.js';
import type { RecipientTerms } from './recipient.js';
import { ADDRESSES, LAST_WRITTEN, SERVICES, termsOf, WRITTEN } from './recipients.sql.js';
import { Recipients } from './recipients.service.js';
import type { Asked } from './requisites-checks.js';
import { beginning, secondTerms, typedTerms } from './requisites-form.js';
import { type RequisitesForm, TAKES } from './requisites.forms.js';
import { REQUISITES_PATH } from './requisites.office.js';
import { SINCE_EVER } from './recipient-changes.service.js';
import { Timeline } from './timeline.js';

/** The pages of requisites: all recipients, one of them to be changed, and what was written about it. */
@Injectable()
export class RequisitesPages {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly recipients: Recipients,
    private readonly clock: Clock,
  ) {}

  today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }

  /** Everybody with what holds now; what begins later stands below it. */
  async list(): Promise<Page> {
    const book = await this.recipients.book();
    const today = this.today();
    const addresses = await this.addresses(book.all.flatMap(({ houses }) => houses));
    const ids = [...new Set(book.all.map(({ id }) => id))];
    const rows = ids.map((id) => {
      const timeline = new Timeline(book.all, id);
      const now = timeline.on(today);
      const shown = now ?? timeline.rows[0]!;
      return {
        ...this.words({ ...shown, since: timeline.begun(today) ?? shown.since }, addresses),
        begins: now ? '' : calendarDay(shown.since),
        later: plannedWords(id, timeline, shown.since > today ? shown.since : today),
      };
    });
    return view('billing/requisites/list', {
      ...{ title: 'Реквизиты', style: 'css/card.css' },
      paid: rows.filter(({ ended }) => !ended),
      ended: rows.filter(({ ended }) => ended),
    });
  }

  /** What a page edits: what holds of a recipient today, or what is planned from a day on; undefined where there is none. */
  async edited(id: number | undefined, day: string): Promise<Edited | undefined> {
    const timeline = new Timeline((await this.recipients.book()).all, id);
    if (id === undefined) return { id, timeline, terms: undefined, planned: undefined };
    const today = this.today();
    const terms =
      day === ''
        ? (timeline.on(today) ?? timeline.rows[0])
        : timeline.rows.find(({ since }) => since === day && since > today);
    return terms && { id, timeline, terms, planned: day === '' ? undefined : day };
  }

  /** A form with what holds of a recipient, or an empty one. */
  async form({ id, terms, planned }: Edited): Promise<Form<RequisitesForm>> {
    const today = this.today();
    if (!terms) return Form.empty({ since: today, takes: 'services', services: [], seen: '' });
    const since = planned ?? (terms.since > today ? terms.since : today);
    const typed = typedTerms(terms, await this.addresses(terms.houses));
    return Form.empty({ ...beginning(typed), since, seen: await this.lastWritten(id) });
  }

  /** The form again after somebody else has changed the same recipient. */
  async conflict(edited: Edited, form: Form<RequisitesForm>): Promise<Page> {
    const { id, terms } = edited;
    const rows = secondTerms(form, typedTerms(terms!, await this.addresses(terms!.houses)));
    form.values['seen'] = await this.lastWritten(id);
    form.reject('form', 'Пока страница была открыта, реквизиты этого получателя изменил кто-то ещё.');
    return this.edit(edited, form, [], rows);
  }

  /** The page with the form, and below it what was written before. */
  async edit(
    { id, timeline, terms, planned }: Edited,
    form: Form<RequisitesForm>,
    asked: readonly Asked[] = [],
    conflict?: readonly SecondRow[],
  ): Promise<Page> {
    const [services, written] = await Promise.all([
      SERVICES.rows(this.pool),
      id === undefined ? [] : WRITTEN.rows(this.pool, id),
    ]);
    const chosen = [form.values['services'] ?? []].flat();
    // Only what is known: a form may bring anything.
    const own = timeline.rows.flatMap((row) => row.services);
    const names = [...new Set([...services.map(({ name }) => name), ...own])];
    const addresses = await this.addresses(written.flatMap(({ houses }) => houses));
    const data = {
      ...{ title: id === undefined ? 'Новый получатель' : 'Реквизиты получателя', style: 'css/card.css', id },
      ...{ form, asked, conflict, back: REQUISITES_PATH },
      action: `${REQUISITES_PATH}/${id ?? 'new'}${planned ? `?day=${planned}` : ''}`,
      planned: planned && calendarDay(planned),
      later:
        id === undefined || planned
          ? []
          : plannedWords(id, timeline, terms!.since > this.today() ? terms!.since : this.today()),
      isMain: terms?.takes === 'rest',
      takes: Object.entries(TAKES).map(([value, title]) => ({
        ...{ value, title, chosen: form.values['takes'] === value },
      })),
      services: names.map((name, index) => ({ name, index, chosen: chosen.includes(name) })),
      written: written.map((row) => ({
        ...this.words(termsOf(row), addresses),
        at: dateTime(row.made_at, this.config.timeZone),
        who: row.staff ?? 'Из настроек сервера',
      })),
    };
    return view('billing/requisites/edit', data, conflict && 409);
  }

  /** By it is seen whether somebody has written about a recipient since its page was opened. */
  async lastWritten(id: number | undefined): Promise<string> {
    return id === undefined ? '' : (await LAST_WRITTEN.rows(this.pool, id))[0]!.last;
  }

  private async addresses(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await ADDRESSES.rows(this.pool, [...new Set(ids)]);
    return new Map(rows.map(({ id, address }) => [id, address]));
  }

  private words(terms: RecipientTerms, addresses: ReadonlyMap<string, string>): RecipientWords {
    const { id, name, inn, kpp, bank, purpose, takes, services, houses, ended, since, executor } = terms;
    const shown = houses.slice(0, MOST_HOUSES).map((house) => addresses.get(house) ?? 'дом убран');
    const more = houses.length - shown.length;
    return {
      ...{ id, name, purpose, ended, bank: bank!.name },
      since: since === SINCE_EVER ? 'с самого начала' : `с ${calendarDay(since)}`,
      codes: kpp ? `${inn}, КПП ${kpp}` : inn,
      account: `${bank!.account}, БИК ${bank!.bic}`,
      takes: takes === 'services' ? services.join(', ') : TAKES[takes],
      executor: executor
        ? ['Исполнитель услуг', executor.address, executor.phone, executor.licence].filter(Boolean).join(', ')
        : '',
      houses: houses.length === 0 ? 'Все дома' : [...shown, ...moreHouses(more)].join('; '),
    };
  }
}

const MOST_HOUSES = 5;

interface RecipientWords {
  readonly id: number;
  readonly name: string;
  readonly since: string;
  readonly codes: string;
  readonly bank: string;
  readonly account: string;
  readonly purpose: string;
  readonly takes: string;
  readonly houses: string;
  /** That it provides the services itself, and where to find it; empty where it only collects money. */
  readonly executor: string;
  readonly ended: boolean;
}

/** What is planned after a day, each with the page on which it is changed. */
function plannedWords(id: number, timeline: Timeline, day: string): PlannedWords[] {
  return timeline.planned(day).map(({ since, ended }) => ({
    ...{ day: calendarDay(since), ended, href: `${REQUISITES_PATH}/${id}?day=${since}` },
  }));
}

interface PlannedWords {
  readonly day: string;
  readonly ended: boolean;
  readonly href: string;
}

/** What a page of requisites edits. */
export interface Edited {
  /** Undefined of a new one. */
  readonly id: number | undefined;
  readonly timeline: Timeline;
  readonly terms: RecipientTerms | undefined;
  /** The day of the planned change that is edited, `2027-01-01`. */
  readonly planned: string | undefined;
}

function moreHouses(more: number): string[] {
  return more <= 0 ? [] : [`ещё ${more} ${plural(more, 'дом', 'дома', 'домов')}`];
}
