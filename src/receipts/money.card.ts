import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import {
  type CardBlock,
  type CardDebt,
  type CardDefinition,
  type CardJob,
  CardPart,
} from '../accounts/card/card-part.js';
import type { FlatCard } from '../accounts/card/flat-card.js';
import { BATCHES_OF_ACCOUNT, GIVEN_TO_ACCOUNT } from '../billing/import/loads-in-history.js';
import { FIRST_BALANCE, LAST_PAYMENT, PAID_SINCE } from '../billing/documents.sql.js';
import { owedInTime, owedSince } from '../billing/owed-since.js';
import { Clock, dayIn, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { ACCOUNTANTS, CLERKS, type PanelPerson } from '../panel/person.js';
import { calendarDay, monthAndYear, monthName } from '../text/month.js';
import { money } from '../text/russian.js';
import { sinceReceipt } from './since-receipt.js';

const MONTHS = 3;

interface Month {
  readonly period: string;
  readonly total: string;
  readonly paid: string;
  readonly closing: string;
  readonly until: string;
}

const DOCUMENTS = new Prepared<Month>(
  'documents of a card',
  `SELECT period::text, charged_kopecks + recalculated_kopecks - benefit_kopecks + penalty_kopecks AS total,
     paid_kopecks AS paid, closing_kopecks AS closing, counted_until::text AS until
   FROM current_documents WHERE account_id = $1 ORDER BY period DESC LIMIT ${MONTHS}`,
);

/** All months of an account, the newest first. */
const MONTHS_OF_ACCOUNT = new Prepared<OwedMonthRow>(
  'months of an account',
  `SELECT to_char(period, 'YYYY-MM') AS period, due_on::text AS due,
     charged_kopecks + recalculated_kopecks - benefit_kopecks + penalty_kopecks AS total
   FROM current_documents WHERE account_id = $1 ORDER BY current_documents.period DESC`,
);

interface OwedMonthRow {
  readonly period: string;
  readonly due: string;
  readonly total: string;
}

/** «Деньги»: the last documents with their receipts, and the last payment. */
@CardPart()
@Injectable()
export class MoneyCard implements CardDefinition {
  readonly roles = CLERKS;
  readonly histories = [BATCHES_OF_ACCOUNT, GIVEN_TO_ACCOUNT];

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async blocks({ id, balance_on: day, balance_kopecks: balance }: FlatCard): Promise<CardBlock[]> {
    const [documents, months, payment, since] = await Promise.all([
      DOCUMENTS.rows(this.pool, id),
      MONTHS_OF_ACCOUNT.rows(this.pool, id),
      LAST_PAYMENT.first(this.pool, id),
      PAID_SINCE.first(this.pool, id),
    ]);
    const [last] = documents;
    const year = String(yearIn(this.clock.now(), this.config.timeZone));
    const rows = documents.map(({ period, total, paid }) => [
      { text: period.startsWith(year) ? monthName(period) : monthAndYear(period) },
      { text: roubles(total), number: true } as const,
      { text: roubles(paid), number: true } as const,
      { text: 'PDF', href: `/office/accounts/${id}/receipts/${period.slice(0, 7)}` },
    ]);
    return [
      {
        ...{ title: 'Деньги', column: 3, place: 1 },
        more: { label: 'Все документы', href: `/office/accounts/${id}/receipts` },
        ...(rows.length > 0 && {
          table: {
            heads: [
              { text: 'Месяц' },
              { text: 'Начислено', number: true },
              { text: 'Поступило', number: true },
              { text: 'Квитанция', unseen: true },
            ],
            rows,
          },
        }),
        ...(months.length > 0 && {
          choice: {
            ...{ label: 'Квитанция за месяц', action: `/office/accounts/${id}/receipts`, name: 'month' },
            options: months.map(({ period }) => ({ value: period, text: monthAndYear(period) })),
            buttons: [{ label: 'PDF' }, { label: 'Крупная', name: 'large', value: '1' }],
          },
        }),
        foot: [
          ...(last && since
            ? sinceReceipt({
                ...{ period: last.period, closing: BigInt(last.closing), countedUntil: last.until },
                ...{ firstPaidOn: since.first, today: dayIn(this.clock.now(), this.config.timeZone) },
                ...{ paid: BigInt(since.paid), balance: balance === null ? null : BigInt(balance) },
              })
            : []),
          payment &&
            [
              `Последняя оплата: ${calendarDay(payment.paid_on)}`,
              money(BigInt(payment.amount_kopecks)),
              payment.source,
            ]
              .filter(Boolean)
              .join(', '),
          day === null ? undefined : `Оплаты учтены по ${calendarDay(day)}`,
        ].filter((line) => line !== undefined),
        empty: 'Документов ещё нет.',
      },
    ];
  }

  async owed({ id, balance_kopecks: balance }: FlatCard): Promise<CardDebt | undefined> {
    const owed = BigInt(balance ?? 0);
    if (owed <= 0n) return undefined;
    const [months, first] = await Promise.all([
      MONTHS_OF_ACCOUNT.rows(this.pool, id),
      FIRST_BALANCE.first(this.pool, id),
    ]);
    const known = months.map(({ period, due, total }) => ({ period, dueOn: due, kopecks: BigInt(total) }));
    const today = dayIn(this.clock.now(), this.config.timeZone);
    const { kopecks: inTime = 0n, until } = owedInTime(owed, known, today) ?? {};
    return {
      since: owedSince(owed, known, today, first?.day ?? null),
      ...{ late: owed - inTime, inTime, until },
    };
  }

  jobs({ id }: FlatCard): CardJob[] {
    const receipt = `/office/accounts/${id}/receipt`;
    const always = { newWindow: true, whenClosed: true } as const;
    return [
      { ...always, label: 'Квитанция', href: receipt, place: 1, key: 'KeyR', main: true },
      { ...always, label: 'Крупная', href: `${receipt}?large=1`, place: 2 },
      {
        label: 'Справка, выписка',
        href: `/office/accounts/${id}/papers`,
        place: 3,
        key: 'KeyC',
        whenClosed: true,
      },
    ];
  }

  houseJobs(id: string, { staff }: PanelPerson): CardJob[] {
    const print = `/admin/resources/houses/records/${id}/printReceipts`;
    const prints = ACCOUNTANTS.some((role) => role === staff.role);
    return [
      { label: 'Должники', href: `/office/money/debtors?house=${id}`, place: 5, key: 'KeyL' },
      ...(prints ? [{ label: 'Квитанции дома', href: print, place: 6 }] : []),
    ];
  }
}

/** The sum without its sign: a column of them is easier to read. */
function roubles(kopecks: string): string {
  return money(BigInt(kopecks)).replace(/\s₽$/, '');
}
