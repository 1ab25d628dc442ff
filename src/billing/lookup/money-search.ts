import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { AccountLists } from '../../accounts/search/account-lists.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import type { Understood } from '../../panel/understood.js';
import {
  documentsOf,
  hasAmount,
  hasRoubles,
  hasSum,
  inMonth,
  inRoubles,
  isNumber,
  paymentsBy,
  paymentsFrom,
  paymentsOf,
} from './money-search.sql.js';
import { type MoneyTyped, moneyTyped, type PaymentTyped, paymentTyped } from './payment-typed.js';

type Bind = Parameters<Understood['ids']>[0];

/** Understands what payments and documents are looked for by: sum, day or month, source, payer, and whose flat it is. */
@Injectable()
export class MoneySearch {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly flats: AccountLists,
  ) {}

  /** Payments that the text may mean. */
  async payments(text: string): Promise<Understood> {
    const { typed, flats } = await this.meant(text);
    const { kopecks, day, month, roubles, rest } = typed;
    const known = (bind: Bind): string[] => [
      ...(kopecks === undefined ? [] : [hasAmount(bind(kopecks))]),
      ...(day === undefined ? [] : [`p.paid_on = ${bind(day)}::date`]),
      ...(month === undefined ? [] : [inMonth(bind(month))]),
    ];
    if (rest === '') return { ids: (bind) => paymentsOf(known(bind)) };
    // what stands there as it was typed needs no guess beside it
    const own = flats?.tried && (await this.isSource(rest)) ? undefined : flats;
    return {
      ids: (bind) =>
        [
          ...named(bind(`${rest}*`), known(bind)),
          paymentsOf([...known(bind), isNumber(bind(rest))]),
          ...(roubles === undefined ? [] : [paymentsOf([...known(bind), inRoubles(bind(roubles))])]),
          ...(own ? [paymentsOf([...known(bind), `p.account_id IN (${own.ids(bind)})`])] : []),
        ].join(' UNION '),
      ...(own?.tried && { tried: own.tried }),
    };
  }

  /** Current documents that the text may mean; a day means its month. */
  async documents(text: string): Promise<Understood | undefined> {
    const { typed, flats } = await this.meant(text);
    const { kopecks, roubles, day, month = day && `${day.slice(0, 7)}-01`, rest } = typed;
    const fitting = (bind: Bind, ...more: readonly string[]): string =>
      documentsOf([...(month === undefined ? [] : [`d.period = ${bind(month)}::date`]), ...more]);
    const sum = (bind: Bind): string[] => (kopecks === undefined ? [] : [hasSum(bind(kopecks))]);
    if (rest !== '' && roubles === undefined && !flats) return undefined;
    return {
      ids: (bind) =>
        [
          ...(roubles === undefined ? [] : [fitting(bind, hasRoubles(bind(roubles)))]),
          ...(rest === '' ? [fitting(bind, ...sum(bind))] : []),
          ...(flats ? [fitting(bind, ...sum(bind), `d.account_id IN (${flats.ids(bind)})`)] : []),
        ].join(' UNION '),
      ...(flats?.tried && { tried: flats.tried }),
    };
  }

  /** What somebody typed, as of today. */
  typed(text: string): MoneyTyped & Pick<PaymentTyped, 'number'> {
    const today = dayIn(this.clock.now(), this.config.timeZone);
    return { ...moneyTyped(text, today), number: paymentTyped(text, today)?.number };
  }

  /** Sum and time, and the flats of what else was typed; a month that stands in an address is none. */
  private async meant(text: string): Promise<{ typed: MoneyTyped; flats: Understood | undefined }> {
    const typed = this.typed(text);
    const named =
      typed.kopecks === undefined && (typed.month ?? typed.day) !== undefined && /\p{L}{3}/u.test(text);
    const whole = named ? await this.flats.flats(text, itself) : undefined;
    if (whole && !whole.tried) return { typed: { rest: text }, flats: whole };
    return { typed, flats: typed.rest === '' ? undefined : await this.flats.flats(typed.rest, itself) };
  }

  /** Whether some payment came from there, or was made by somebody called so. */
  async isSource(words: string): Promise<boolean> {
    const { rows } = await this.pool.query<{ is: boolean }>(
      `SELECT EXISTS (${paymentsFrom('$1', [], 1)}) OR EXISTS (${paymentsBy('$1', [], 1)}) AS is`,
      [`${words}*`],
    );
    return rows[0]!.is;
  }
}

const itself = (accounts: string): string => accounts;

/** Selects of payments by where they came from or by who paid; each bound value belongs to both. */
export function named(asked: string, known: readonly string[], most?: number): string[] {
  return [paymentsFrom(asked, known, most), paymentsBy(asked, known, most)];
}
