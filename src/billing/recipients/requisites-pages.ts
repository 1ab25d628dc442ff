import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { calendarDay } from '../../text/month.js';
import { dateTime, plural } from '../../text/russian.js';
import { Form } from '../../web/form.js';
import { type Page, view } from '../../web/page.js';
import type { RecipientTerms } from './recipient.js';
import { ADDRESSES, LAST_WRITTEN, SERVICES, termsOf, WRITTEN } from './recipients.sql.js';
import { Recipients } from './recipients.service.js';
import { type RequisitesForm, TAKES } from './requisites.forms.js';
import { REQUISITES_PATH } from './requisites.office.js';
import { SINCE_EVER } from './recipient-changes.service.js';

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
    const now = new Map(book.inForce(today).map((terms) => [terms.id, terms]));
    const ids = [...new Set(book.all.map(({ id }) => id))];
    const rows = ids.map((id) => {
      const later = book.all.filter((terms) => terms.id === id && terms.since > today);
      const shown = now.get(id) ?? later[0]!;
      return {
        ...this.words(shown, addresses),
        begins: now.has(id) ? '' : calendarDay(shown.since),
        later: later
          .filter((terms) => terms !== shown)
          .map(({ since, ended }) => ({ day: calendarDay(since), ended })),
      };
    });
    return view('billing/requisites/list', {
      ...{ title: 'Реквизиты', style: 'css/card.css' },
      paid: rows.filter(({ ended }) => !ended),
      ended: rows.filter(({ ended }) => ended),
    });
  }

  /** A form with what holds of a recipient, or an empty one. */
  async form(terms: RecipientTerms | undefined): Promise<Form<RequisitesForm>> {
    const seen = await this.lastWritten();
    if (!terms) return Form.empty({ since: this.today(), takes: 'services', services: [], seen });
    const { name, inn, kpp, purpose, takes, houses, bank } = terms;
    const known = await this.addresses(houses);
    return Form.empty({
      ...{ since: this.today(), name, inn, kpp, purpose, takes, seen },
      ...{ bank: bank!.name, bic: bank!.bic, account: bank!.account },
      correspondentAccount: bank!.correspondentAccount,
      services: [...terms.services],
      houses: houses.map((id) => known.get(id) ?? '').join('\n'),
      ended: terms.ended ? 'yes' : '',
    });
  }

  /** The page with the form, and below it what was written before. */
  async edit(id: number | undefined, form: Form<RequisitesForm>): Promise<Page> {
    const [services, written] = await Promise.all([
      SERVICES.rows(this.pool),
      id === undefined ? [] : WRITTEN.rows(this.pool, id),
    ]);
    const chosen = [form.values['services'] ?? []].flat();
    const names = [...new Set([...services.map(({ name }) => name), ...chosen])];
    const addresses = await this.addresses(written.flatMap(({ houses }) => houses));
    return view('billing/requisites/edit', {
      ...{ title: id === undefined ? 'Новый получатель' : 'Реквизиты получателя', style: 'css/card.css', id },
      ...{ form, back: REQUISITES_PATH },
      action: `${REQUISITES_PATH}/${id ?? 'new'}`,
      takes: Object.entries(TAKES).map(([value, title]) => ({
        ...{ value, title, chosen: form.values['takes'] === value },
      })),
      services: names.map((name, index) => ({ name, index, chosen: chosen.includes(name) })),
      written: written.map((row) => ({
        ...this.words(termsOf(row), addresses),
        at: dateTime(row.made_at, this.config.timeZone),
        who: row.staff ?? 'Из настроек сервера',
      })),
    });
  }

  /** What holds of a recipient last of all, today or later: a change goes on from it. */
  async last(id: number): Promise<RecipientTerms | undefined> {
    return (await this.recipients.book()).all.findLast((terms) => terms.id === id);
  }

  private async lastWritten(): Promise<string> {
    const { rows } = await this.pool.query<{ last: string }>(LAST_WRITTEN);
    return rows[0]!.last;
  }

  private async addresses(ids: readonly string[]): Promise<Map<string, string>> {
    if (ids.length === 0) return new Map();
    const rows = await ADDRESSES.rows(this.pool, [...new Set(ids)]);
    return new Map(rows.map(({ id, address }) => [id, address]));
  }

  private words(terms: RecipientTerms, addresses: ReadonlyMap<string, string>): RecipientWords {
    const { id, name, inn, kpp, bank, purpose, takes, services, houses, ended, since } = terms;
    const shown = houses.slice(0, MOST_HOUSES).map((house) => addresses.get(house) ?? 'дом убран');
    const more = houses.length - shown.length;
    return {
      ...{ id, name, purpose, ended, bank: bank!.name },
      since: since === SINCE_EVER ? 'с самого начала' : `с ${calendarDay(since)}`,
      codes: kpp ? `${inn}, КПП ${kpp}` : inn,
      account: `${bank!.account}, БИК ${bank!.bic}`,
      takes: takes === 'services' ? services.join(', ') : TAKES[takes],
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
  readonly ended: boolean;
}

function moreHouses(more: number): string[] {
  return more <= 0 ? [] : [`ещё ${more} ${plural(more, 'дом', 'дома', 'домов')}`];
}
