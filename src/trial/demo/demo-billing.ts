import { type DemoLine, demoLines, type DemoMonth, scatter } from './demo-charges.js';
import type { DemoAccount } from './demo-company.js';

/** A payment of the demo company, in kopecks. */
export interface DemoPayment {
  readonly paidOn: string;
  readonly amount: number;
  readonly source: string;
  /** For which month. */
  readonly period: string;
}

/** A document of the demo company; it adds up: closing = opening + charged + recalculated − benefit + penalty − paid. */
export interface DemoDocument {
  readonly period: string;
  readonly number: string;
  readonly opening: number;
  readonly charged: number;
  readonly recalculated: number;
  readonly benefit: number;
  readonly penalty: number;
  readonly paid: number;
  readonly closing: number;
  readonly countedUntil: string;
  readonly lines: readonly DemoLine[];
  readonly payments: readonly DemoPayment[];
}

/** What happened on an account in more than a year. */
export interface DemoHistory {
  readonly documents: readonly DemoDocument[];
  /** Came after the last document and only lowers the balance of today. */
  readonly later: readonly DemoPayment[];
}

const MONTHS_BACK = 13;
const SOURCES = ['Сбербанк', 'Касса УК', 'ВТБ', 'Почта России', 'Система «Город»'];

/** How somebody pays: in full each month, for two months at once, ahead in round sums, a round sum too little, never. */
type Habit = 'full' | 'late' | 'ahead' | 'short' | 'never';

function habitOf({ index }: DemoAccount): Habit {
  if (index % 20 === 17) return 'never';
  if (index % 10 === 3) return 'late';
  if (index % 10 === 6) return 'ahead';
  return index % 10 === 8 ? 'short' : 'full';
}

/** The documents and payments of the 13 months before the current one. The same for the same account and month. */
export function demoHistory(account: DemoAccount, current: DemoMonth): DemoHistory {
  const habit = habitOf(account);
  const last = current.year * 12 + current.month - 1;
  const documents: DemoDocument[] = [];
  for (let at = last - MONTHS_BACK; at < last; at += 1) {
    documents.push(document(account, habit, at, documents));
  }
  const owed = documents.at(-1)!.closing;
  // On the first of the month, so that it has already come on whatever day the company is loaded.
  const pays = habit === 'full' && account.index % 8 === 5 && owed > 0;
  const later = pays ? [payment(account, last, 1, owed)] : [];
  return { documents, later };
}

function document(
  account: DemoAccount,
  habit: Habit,
  at: number,
  before: readonly DemoDocument[],
): DemoDocument {
  const lines = demoLines(account, monthOf(at));
  const sum = (part: (line: DemoLine) => number): number =>
    lines.reduce((total, line) => total + part(line), 0);
  const charged = sum((line) => line.charged + line.increase);
  const recalculated = sum((line) => line.recalculated);
  const benefit = sum((line) => line.benefit);
  const opening = before.at(-1)?.closing ?? firstDebt(habit, charged);
  const penalty = penaltyFor(opening, before);
  const amount = amountPaid(account, habit, opening, charged, at);
  const day =
    habit === 'full' ? 5 + (scatter([account.index, at]) % 6) : 18 + (scatter([account.index, at]) % 10);
  const payments = amount > 0 ? [payment(account, at, day, amount)] : [];
  return {
    period: dayOf(at, 1),
    number: `${dayOf(at, 1).slice(2, 7).replace('-', '')}-${account.number.slice(-6)}`,
    opening,
    charged,
    recalculated,
    benefit,
    penalty,
    paid: amount,
    closing: opening + charged + recalculated - benefit + penalty - amount,
    countedUntil: dayOf(at, lastDay(at)),
    lines,
    payments,
  };
}

/** What was owed when the portal's memory begins. */
function firstDebt(habit: Habit, charged: number): number {
  if (habit === 'never') return charged * 5;
  return habit === 'ahead' ? -Math.round(charged / 3) : charged;
}

function amountPaid(
  { index }: DemoAccount,
  habit: Habit,
  opening: number,
  charged: number,
  at: number,
): number {
  if (opening <= 0 || habit === 'never') return 0;
  if (habit === 'late') return at % 2 === Math.floor(index / 10) % 2 ? opening : 0;
  if (habit === 'ahead') return Math.ceil((opening + charged * 2) / 100_000) * 100_000;
  return habit === 'short' ? Math.floor(opening / 50_000) * 50_000 : opening;
}

/** A made-up penalty on what has been owed for three months: about what a month costs at 1/300 of 9.5 % a day. */
function penaltyFor(opening: number, before: readonly DemoDocument[]): number {
  const fresh = before.slice(-3).reduce((total, { charged }) => total + charged, 0);
  const old = before.length < 3 ? 0 : opening - fresh;
  return old <= 0 ? 0 : Math.round((old * 95) / 10_000);
}

function payment(account: DemoAccount, at: number, day: number, amount: number): DemoPayment {
  const source = SOURCES[account.index % SOURCES.length]!;
  return { paidOn: dayOf(at, day), amount, source, period: dayOf(at - 1, 1) };
}

function monthOf(at: number): DemoMonth {
  return { year: Math.floor(at / 12), month: (at % 12) + 1 };
}

function dayOf(at: number, day: number): string {
  const { year, month } = monthOf(at);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function lastDay(at: number): number {
  const { year, month } = monthOf(at);
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}
