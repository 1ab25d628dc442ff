import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { initialsApart } from '../../accounts/search/said-words.js';
import { POOL } from '../../core/tokens.js';
import { ACCOUNTANTS, type PanelStaff } from '../../panel/person.js';
import { type Lookup, type LookupAnswer, LookupPart, type LookupRow } from '../../search/lookup.js';
import { calendarDay } from '../../text/month.js';
import { money } from '../../text/russian.js';
import { MoneySearch } from '../lookup/money-search.js';
import { repeats } from './payer-words.js';
import { hasAmount, hasWord, inMonth, inRoubles, onDay, waitingPayments } from './waiting-payments.sql.js';

interface WaitingPayment {
  readonly id: string;
  readonly kopecks: string;
  readonly day: string | null;
  readonly payer: string;
  readonly purpose: string;
  readonly account: string;
}

/** A name or a purpose that is looked for alone is at least so long. */
const WORD = /\p{L}{3}/u;
/** Fewer digits are a sum, or stand in every purpose: «за 2026». */
const NUMBER = /\d{5}/;
const MOST_TOLD = 80;
const MOST_WORDS = 8;

/** Payments that wait in «Разнести», offered by the one field of the office: by sum, day, payer and what they were paid for. */
@LookupPart()
@Injectable()
export class WaitingLookup implements Lookup {
  readonly roles = ACCOUNTANTS;
  readonly finds = 'платежи';
  readonly asked = 'сумму платежа или квитанции («3\u00a0287»)';
  readonly place = 4;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly search: MoneySearch,
  ) {}

  /** The newest first. */
  async find(text: string, _staff: PanelStaff, most: number): Promise<LookupAnswer> {
    const values: unknown[] = [];
    const bind = (value: unknown): string => `$${values.push(value)}`;
    const wordings = this.conditions(text, bind);
    if (wordings.length === 0) return { groups: [] };
    const limit = bind(most);
    const selects = wordings.map((conditions) => `(${waitingPayments(conditions, limit)})`);
    const { rows } = await this.pool.query<WaitingPayment>(
      `SELECT * FROM (${selects.join(' UNION ')}) found ORDER BY day DESC NULLS LAST, id DESC LIMIT ${limit}`,
      values,
    );
    return { groups: [{ title: 'Ждут разноски', rows: rows.map(shown) }] };
  }

  /** What the text may mean, each as what has to be true of a row; a day alone has too many. */
  private conditions(text: string, bind: (value: unknown) => string): string[][] {
    const { kopecks, whole, day, either, month, roubles, beside, number, rest } = this.search.typed(text);
    const sum = kopecks === undefined ? [] : [(whole ? inRoubles : hasAmount)(bind(kopecks))];
    const known = [
      ...(either === undefined ? sum : [`(${[...sum, onDay(bind(either))].join(' OR ')})`]),
      ...(day === undefined ? [] : [onDay(bind(day))]),
      ...(month === undefined ? [] : [inMonth(bind(month))]),
    ];
    if (roubles !== undefined) {
      const numbered = NUMBER.test(rest) ? [[...known, ...wordsIn(rest, bind)]] : [];
      return [[...known, inRoubles(bind(roubles))], ...numbered];
    }
    const said = number !== undefined && NUMBER.test(number) ? number : withoutInitials(rest);
    const words = WORD.test(said) || NUMBER.test(said) ? wordsIn(said, bind) : [];
    if (rest !== '' && words.length === 0) return [];
    return [
      ...(kopecks !== undefined || words.length > 0 ? [[...known, ...words]] : []),
      ...(beside && WORD.test(beside.rest)
        ? [[...known, inRoubles(bind(beside.roubles)), ...wordsIn(withoutInitials(beside.rest), bind)]]
        : []),
    ];
  }
}

/** Payers are written whole or with initials: the surname finds both. */
function withoutInitials(text: string): string {
  return (initialsApart(text) ?? text).replace(/(?<![\p{L}\d])\p{L}(?![\p{L}\d])\.?/gu, ' ').trim();
}

/** All the words, wherever they stand. */
function wordsIn(text: string, bind: (value: unknown) => string): string[] {
  const words = text.split(/[\s,;.]+/).filter((word) => word !== '');
  return words.slice(0, MOST_WORDS).map((word) => hasWord(bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)));
}

function shown({ id, kopecks, day, payer, purpose, account }: WaitingPayment): LookupRow {
  const said = [payer, repeats(purpose, payer) ? '' : purpose, account && `№\u00a0${account}`];
  return {
    href: `/office/unknown-rows/${id}`,
    title: [
      { text: [money(BigInt(kopecks)), day && calendarDay(day)].filter(Boolean).join(', '), hit: false },
    ],
    note: said.filter(Boolean).join(', ').slice(0, MOST_TOLD),
    state: 'не разнесён',
    tone: 'soon',
  };
}
