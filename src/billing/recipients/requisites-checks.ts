import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { HouseSearch } from '../../accounts/search/house-search.service.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { calendarDay, monthAndYear } from '../../text/month.js';
import { plural } from '../../text/russian.js';
import type { Form } from '../../web/form.js';
import { leavesRest, overlapOf } from './overlap.js';
import type { NewTerms } from './recipient-changes.service.js';
import type { RecipientTerms, Takes } from './recipient.js';
import { ISSUED, SERVICES } from './recipients.sql.js';
import { Recipients } from './recipients.service.js';
import { bare, type RequisitesForm, TAKES } from './requisites.forms.js';
import { Timeline } from './timeline.js';

/** What is asked about before it is written: the value of its tick, and the words. */
export interface Asked {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

/** Sees what a form of requisites alone cannot see, and puts it on its fields. */
@Injectable()
export class RequisitesChecks {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly recipients: Recipients,
    private readonly houses: HouseSearch,
  ) {}

  /** What was typed as terms. */
  async terms(
    id: number | undefined,
    since: string,
    data: RequisitesForm,
    form: Form<RequisitesForm>,
  ): Promise<NewTerms> {
    const takes = data.takes as Takes;
    // only a person in business has none: a bank may send a payment without it back
    if (bare(data.inn).length === LEGAL_INN && bare(data.kpp) === '') {
      form.reject('kpp', 'У организации с ИНН из 10 цифр есть КПП: укажите его');
    }
    return {
      ...{ id, since, ended: data.ended !== '', name: data.name, purpose: data.purpose },
      ...{ inn: bare(data.inn), kpp: bare(data.kpp), takes },
      services: takes === 'services' ? await this.servicesOf(id, data.services, form) : [],
      bank: {
        ...{ name: data.bank, bic: bare(data.bic), account: bare(data.account) },
        correspondentAccount: bare(data.correspondentAccount),
      },
      houses: await this.housesOf(data.houses, form),
      executor:
        data.executor === ''
          ? undefined
          : { address: data.executorAddress, phone: data.executorPhone, licence: data.executorLicence },
    };
  }

  /** Refuses what contradicts other terms; gives what is to be asked about, while some of it has not been agreed to. */
  async contradictions(terms: NewTerms, form: Form<RequisitesForm>): Promise<Asked[]> {
    const { all } = await this.recipients.book();
    const own = new Timeline(all, terms.id);
    const before = own.on(terms.since);
    const next = own.after(terms.since);
    if (terms.ended && next && !next.ended) {
      const day = calendarDay(next.since);
      form.reject(
        'ended',
        `С ${day} записано, что платежи он получает: сначала измените ту запись, потом эту`,
      );
    }
    const lefts = await this.ofOthers(terms, before, next, form);
    if (form.summary.length > 0) return [];
    const agreed = [form.values['agreed'] ?? []].flat();
    const asked = [...lefts, ...(await this.ofIssued(terms, before, next))].map(([value, text]) => ({
      ...{ value, text, chosen: agreed.includes(value) },
    }));
    if (asked.every(({ chosen }) => chosen)) return [];
    form.reject('agreed', 'Прочитайте, что изменится, и отметьте, что так и нужно');
    return asked;
  }

  /** On the day from which it holds, and on each later day on which others change, while it holds itself. */
  private async ofOthers(
    terms: NewTerms,
    before: RecipientTerms | undefined,
    next: RecipientTerms | undefined,
    form: Form<RequisitesForm>,
  ): Promise<[value: string, text: string][]> {
    const book = await this.recipients.book();
    const days = [...new Set([terms.since, ...book.all.map(({ since }) => since)])].sort();
    for (const day of days.filter((one) => one >= terms.since && !(next && one >= next.since))) {
      const others = book.inForce(day).filter(({ id }) => id !== terms.id);
      const overlap = terms.ended ? undefined : overlapOf(terms, others);
      if (overlap) {
        const what = overlap.service ?? TAKES[terms.takes];
        form.reject(
          terms.takes === 'services' ? 'services' : 'takes',
          `«${what}» в этих домах${day > terms.since ? ` с ${calendarDay(day)}` : ''} уже получает ${overlap.other.name}. Сначала измените его или укажите разные дома`,
        );
        return [];
      }
      if (!leavesRest(before, terms, others)) continue;
      const from = calendarDay(day);
      const text = `С ${from} за всё остальное платить будет некому: на квитанциях не будет кода («реквизиты банка не указаны»), пока вы не запишете, кому платить`;
      return [[`nobody ${day}`, text]];
    }
    return [];
  }

  /** A receipt of a past month has the requisites of its own day, so that a day in the past changes receipts that people have. */
  private async ofIssued(
    terms: NewTerms,
    before: RecipientTerms | undefined,
    next: RecipientTerms | undefined,
  ): Promise<[value: string, text: string][]> {
    const both = [terms.houses, ...(before && !before.ended ? [before.houses] : [])];
    const houses = both.some((some) => some.length === 0) ? [] : both.flat();
    const [issued] = await ISSUED.rows(
      this.pool,
      this.config.timeZone,
      terms.since,
      next?.since ?? null,
      houses,
    );
    const { count, first } = issued!;
    if (count === 0) return [];
    const receipts = `${count}\u00A0${plural(count, 'квитанция', 'квитанции', 'квитанций')}`;
    const text = `Реквизиты изменятся и в выпущенных квитанциях этих домов: ${receipts} начиная с ${monthAndYear(first!, 'genitive')}`;
    return [[`issued ${terms.since} ${count}`, text]];
  }

  /** Those that the page offers: of charges, and of the recipient itself. */
  private async servicesOf(
    id: number | undefined,
    typed: readonly string[],
    form: Form<RequisitesForm>,
  ): Promise<string[]> {
    const { all } = await this.recipients.book();
    const known = new Set([
      ...(await SERVICES.rows(this.pool)).map(({ name }) => name),
      ...new Timeline(all, id).rows.flatMap(({ services }) => services),
    ]);
    const services = [...new Set(typed)].filter(Boolean);
    if (services.length === 0) form.reject('services', 'Отметьте услуги, за которые платят этому получателю');
    if (services.some((name) => !known.has(name))) {
      form.reject('services', 'Такой услуги в начислениях нет. Отметьте услуги из списка');
    }
    return services;
  }

  private async housesOf(typed: string, form: Form<RequisitesForm>): Promise<string[]> {
    const found: string[] = [];
    for (const line of typed.split('\n').map((one) => one.trim())) {
      if (line === '') continue;
      const { houses } = await this.houses.meant(line, MOST_LIKE);
      const same = houses.filter(({ address }) => plain(address) === plain(line));
      const [house, ...others] = same.length === 1 ? same : houses;
      if (!house) form.reject('houses', `Дома «${line}» нет. Напишите адрес, как он стоит в списке домов`);
      else if (others.length > 0) {
        const some = houses.map(({ address }) => address).join('; ');
        form.reject('houses', `«${line}» — это несколько домов: ${some}. Напишите адрес целиком`);
      } else if (same.length === 0 && house.rank >= WITHOUT_NUMBER) {
        form.reject('houses', `«${line}» — без номера дома. Напишите адрес целиком: ${house.address}`);
      } else found.push(house.id);
    }
    return [...new Set(found)];
  }
}

const LEGAL_INN = 10;
const MOST_LIKE = 4;
/** The rank of a house of which only the street was said. */
const WITHOUT_NUMBER = 20;

function plain(address: string): string {
  return address.replaceAll('\u00A0', ' ').toLowerCase();
}
