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
  hasWhole,
  hasWords,
  inMonth,
  inRoubles,
  isNumber,
  partsOf,
  paymentsBy,
  paymentsFrom,
  paymentsOf,
  wholeInRoubles,
} from './money-search.sql.js';
import { type MoneyTyped, moneyTyped, type PaymentTyped, paymentTyped } from './payment-typed.js';

type Bind = Parameters<Understood['ids']>[0];

/** Understands what payments and documents are looked for by: sum, day or month, source, payer, and whose flat it is. */
@Injectable()
export class MoneySearch {
  private readonly asking = new Map<string, Promise<Understood | undefined>>();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
    private readonly flats: AccountLists,
  ) {}

  /** Payments that the text may mean. */
  async payments(text: string): Promise<Understood> {
    const { typed, flats } = await this.meant(text);
    const { roubles, rest } = typed;
    const known = (bind: Bind): string[] => knownOf(typed, bind);
    if (rest === '') {
      return {
        ids: (bind) => [paymentsOf(known(bind)), ...wholeOf(typed, typed.kopecks, bind)].join(' UNION '),
      };
    }
    const beside = await this.paymentsBeside(typed);
    // what stands there as it was typed needs no guess beside it
    const own = flats?.tried && (beside || (await this.isSource(rest))) ? undefined : flats;
    return {
      ids: (bind) =>
        [
          ...named(bind(`${rest}*`), known(bind)),
          paymentsOf([...known(bind), isNumber(bind(rest))]),
          ...(roubles === undefined ? [] : [paymentsOf([...known(bind), inRoubles(bind(roubles))])]),
          ...(own ? [paymentsOf([...known(bind), ofFlats(own, bind)])] : []),
          ...(beside ? [beside.ids(bind)] : []),
          ...wholeOf(typed, typed.kopecks, bind, () => [
            ...[hasWords(bind(`${rest}*`)), isNumber(bind(rest))],
            ...(own ? [ofFlats(own, bind)] : []),
          ]),
          ...wholeOf({ ...typed, whole: true }, roubles, bind),
        ].join(' UNION '),
      ...(own?.tried && { tried: own.tried }),
    };
  }

  /** Payments of a name, a source or a flat with a number beside it that is a sum: «рябова 1000», «касса 15 000». */
  async paymentsBeside(typed: MoneyTyped, guess = false): Promise<Understood | undefined> {
    const { beside } = typed;
    if (!beside) return undefined;
    const flats = await this.flatsOf(beside.rest, guess);
    const known = (bind: Bind): string[] => [...knownOf(typed, bind), inRoubles(bind(beside.roubles))];
    return {
      ids: (bind) =>
        [
          ...named(bind(`${beside.rest}*`), known(bind)),
          ...(flats ? [paymentsOf([...known(bind), ofFlats(flats, bind)])] : []),
          ...wholeOf({ ...typed, whole: true }, beside.roubles, bind, () => [
            hasWords(bind(`${beside.rest}*`)),
            ...(flats ? [ofFlats(flats, bind)] : []),
          ]),
        ].join(' UNION '),
      ...(flats?.tried && { tried: flats.tried }),
    };
  }

  /** Current documents that the text may mean; a day means its month. */
  async documents(text: string): Promise<Understood | undefined> {
    const { typed, flats } = await this.meant(text);
    const { kopecks, whole, roubles, rest } = typed;
    const fitting = (bind: Bind, ...more: readonly string[]): string =>
      documentsOf([...monthOf(typed, bind), ...more]);
    const sum = (bind: Bind): string[] =>
      kopecks === undefined ? [] : [(whole ? hasRoubles : hasSum)(bind(kopecks))];
    const beside = await this.documentsBeside(typed);
    if (rest !== '' && roubles === undefined && !flats) return beside;
    return {
      ids: (bind) =>
        [
          ...(roubles === undefined ? [] : [fitting(bind, hasRoubles(bind(roubles)))]),
          ...(rest === '' ? [fitting(bind, ...sum(bind))] : []),
          ...(flats ? [fitting(bind, ...sum(bind), `d.account_id IN (${flats.ids(bind)})`)] : []),
          ...(beside ? [beside.ids(bind)] : []),
        ].join(' UNION '),
      ...(flats?.tried && { tried: flats.tried }),
    };
  }

  /** Documents of a name or a flat with a number beside it that is a sum. */
  async documentsBeside(typed: MoneyTyped, guess = false): Promise<Understood | undefined> {
    const { beside } = typed;
    const flats = beside && (await this.flatsOf(beside.rest, guess));
    if (!beside || !flats) return undefined;
    return {
      ids: (bind) =>
        documentsOf([
          ...[...monthOf(typed, bind), hasRoubles(bind(beside.roubles))],
          `d.account_id IN (${flats.ids(bind)})`,
        ]),
      ...(flats.tried && { tried: flats.tried }),
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

  /** The flats of words beside a sum: payments and documents ask for the same at once, and the keys are asked only once. */
  private flatsOf(words: string, guess: boolean): Promise<Understood | undefined> {
    const key = `${guess} ${words}`;
    const asked = this.asking.get(key) ?? this.flats.flats(words, itself, guess);
    this.asking.set(key, asked);
    const forget = (): boolean => this.asking.delete(key);
    void asked.then(forget, forget);
    return asked;
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

/** What is known of payments `p` besides words: the sum, the day, the month. */
function knownOf({ kopecks, whole, day, either, month }: MoneyTyped, bind: Bind): string[] {
  const onDay = (one: string): string => `p.paid_on = ${bind(one)}::date`;
  const sum = kopecks === undefined ? [] : [(whole ? inRoubles : hasAmount)(bind(kopecks))];
  return [
    ...(either === undefined ? sum : [`(${[...sum, onDay(either)].join(' OR ')})`]),
    ...(day === undefined ? [] : [onDay(day)]),
    ...(month === undefined ? [] : [inMonth(bind(month))]),
  ];
}

/** What has to be true of a divided payment by its whole: the sum, the day or the month, and one of the words. */
function wholeOf(
  { whole, day, month }: MoneyTyped,
  kopecks: number | undefined,
  bind: Bind,
  words: () => readonly string[] = () => [],
): string[] {
  if (kopecks === undefined) return [];
  const either = words();
  return [
    partsOf([
      (whole ? wholeInRoubles : hasWhole)(bind(kopecks)),
      ...(day === undefined ? [] : [`p.paid_on = ${bind(day)}::date`]),
      ...(month === undefined ? [] : [inMonth(bind(month))]),
      ...(either.length === 0 ? [] : [`(${either.join(' OR ')})`]),
    ]),
  ];
}

/** The month of documents `d`; a day means its month. */
function monthOf({ day, month = day && `${day.slice(0, 7)}-01` }: MoneyTyped, bind: Bind): string[] {
  return month === undefined ? [] : [`d.period = ${bind(month)}::date`];
}

const ofFlats = (flats: Understood, bind: Bind): string => `p.account_id IN (${flats.ids(bind)})`;

const itself = (accounts: string): string => accounts;

/** Selects of payments by where they came from or by who paid; each bound value belongs to both. */
export function named(asked: string, known: readonly string[], most?: number): string[] {
  return [paymentsFrom(asked, known, most), paymentsBy(asked, known, most)];
}
