import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { CLERKS, type PanelStaff } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart, type LookupRow } from '../../search/lookup.js';
import { calendarDay } from '../../text/month.js';
import { money } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { MoneySearch, named } from './money-search.js';
import { inRoubles, isNumber, partsOf, paymentsOf, wholeInRoubles } from './money-search.sql.js';

interface FoundPayment {
  readonly id: string;
  readonly kopecks: string;
  /** Of the payment that it is a part of. */
  readonly whole: string | null;
  readonly day: string;
  readonly source: string;
  readonly payer: string;
  readonly number: string;
  readonly address: string;
}

/** More than the page of the search shows. */
const MOST = 30;
/** A name or a source that is looked for alone is at least so long. */
const SHORTEST = /\p{L}{3}/u;

/** Payments that the one field of the office offers: by sum, day, source and payer, by the number that a bank gave them. */
@LookupPart()
@Injectable()
export class PaymentLookup implements Lookup {
  readonly roles = CLERKS;
  readonly finds = 'платежи';
  readonly asked = 'сумму платежа или квитанции («3\u00a0287»)';
  readonly place = 3;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly search: MoneySearch,
  ) {}

  /** The newest first. */
  async find(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    const values: unknown[] = [];
    const ids = await this.ids(text, (value) => `$${values.push(value)}`);
    return ids === undefined ? { groups: [] } : this.shown(ids, values, most);
  }

  /** A sum beside a name or an address that was meant otherwise. */
  async otherwise(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    const typed = this.search.typed(text);
    const found = await (typed.kopecks === undefined
      ? this.search.paymentsBeside(typed, true)
      : this.search.payments(text));
    if (!found?.tried) return { groups: [] };
    const values: unknown[] = [];
    const ids = found.ids((value) => `$${values.push(value)}`);
    return { ...(await this.shown(ids, values, most)), tried: found.tried };
  }

  private async shown(ids: string, values: unknown[], most: number): Promise<LookupAnswer> {
    const { rows } = await this.pool.query<FoundPayment>(
      `SELECT p.id, p.amount_kopecks AS kopecks, p.paid_on::text AS day, p.source, p.payer, a.number, a.address,
         (SELECT w.whole_kopecks FROM payments w WHERE w.part_of = p.part_of AND w.whole_kopecks IS NOT NULL) AS whole
       FROM (${ids}) found JOIN payments p USING (id) JOIN account_places a ON a.id = p.account_id
       ORDER BY p.paid_on DESC, p.id DESC LIMIT $${values.push(most)}`,
      values,
    );
    return { groups: [{ title: 'Платежи', rows: rows.map((row) => this.row(row)) }] };
  }

  /** A day alone has thousands, and an address alone means the flat: those are for the list of payments. */
  private async ids(text: string, bind: (value: unknown) => string): Promise<string | undefined> {
    const typed = this.search.typed(text);
    const { kopecks, day, month, roubles, number, rest, beside } = typed;
    if (beside) {
      const own = named(bind(`${rest}*`), [], MOST);
      return [...own, (await this.search.paymentsBeside(typed))!.ids(bind)].join(' UNION ');
    }
    if (kopecks !== undefined || ((day ?? month) !== undefined && rest !== '')) {
      const { ids, tried } = await this.search.payments(text);
      return tried ? undefined : ids(bind);
    }
    if (roubles !== undefined) {
      const sums = bind(roubles);
      const whole = partsOf([wholeInRoubles(sums)]);
      return [...[isNumber(bind(rest)), inRoubles(sums)].map((one) => paymentsOf([one], MOST)), whole].join(
        ' UNION ',
      );
    }
    if (number !== undefined) return paymentsOf([isNumber(bind(number))], MOST);
    return SHORTEST.test(rest) ? named(bind(`${rest}*`), [], MOST).join(' UNION ') : undefined;
  }

  private row({ id, kopecks, whole, day, source, payer, number, address }: FoundPayment): LookupRow {
    const place = `${streetOf(address, this.config.company.town)}, счет ${number}`;
    return {
      href: `/admin/resources/payments/records/${id}/show`,
      title: [{ text: `${money(BigInt(kopecks))}, ${calendarDay(day)}`, hit: false }],
      note: [whole && `часть платежа на ${money(BigInt(whole))}`, source, payer, place]
        .filter(Boolean)
        .join(', '),
    };
  }
}
