import { capital, daysLeft, money, plural } from '../text/russian.js';
import { monthAndYear, monthName, shortDay } from '../text/month.js';

/** A month that has a receipt; sums in kopecks, days as `2026-10-31`. */
export interface ListedMonth {
  /** `2026-10-01`. */
  readonly period: string;
  /** What the month adds to the debt. */
  readonly total: bigint;
  readonly closing: bigint;
  readonly countedUntil: string;
  readonly dueOn: string;
}

interface Paid {
  readonly paidOn: string;
  readonly amount: bigint;
}

/** A month with what is left of it to pay, and the day that paid it. */
interface Standing {
  readonly month: ListedMonth;
  readonly left: bigint;
  readonly paidOn: string | undefined;
}

/** A receipt as the list shows it. */
interface ListedReceipt {
  /** `2026-10`. */
  readonly month: string;
  readonly title: string;
  readonly sum: string;
  readonly tone: 'okay' | 'bad' | 'warn' | 'plain';
  /** «✓ оплачена 12 октября». */
  readonly state: string;
}

/** Receipts by year; what is not paid stands before them, the oldest first. */
export interface ReceiptList {
  readonly unpaid: readonly (ListedReceipt & { term: string })[];
  readonly years: readonly {
    year: string;
    open: boolean;
    note: string;
    rows: readonly ListedReceipt[];
  }[];
}

/** Of so many unpaid months each has a card of its own; older ones stand in the list. */
const LARGE = 2;

/**
 * Puts receipts, newest first, into words: payments go to the oldest month first, so what is owed is what the newest months
 * have brought. Undefined `owed` is not known.
 */
export function receiptList(
  months: readonly ListedMonth[],
  payments: readonly Paid[],
  { owed, today }: { owed: bigint | undefined; today: string },
): ReceiptList {
  const all = standings(months, payments, owed ?? months[0]?.closing ?? 0n);
  const large = all.filter(({ left }) => left > 0n).slice(0, LARGE);
  const listed = all.filter((one) => !large.includes(one));
  const years = [...new Set(listed.map(({ month }) => month.period.slice(0, 4)))];
  return {
    unpaid: large.toReversed().map((one) => ({
      ...receiptOf(one, today),
      title: capital(monthAndYear(one.month.period)),
      sum: money(one.left),
      term: termOf(one.month.dueOn, today),
    })),
    years: years.map((year, index) => {
      const rows = listed.filter(({ month }) => month.period.startsWith(year));
      return { year, open: index === 0, note: noteOf(rows), rows: rows.map((one) => receiptOf(one, today)) };
    }),
  };
}

/** Whether the receipt of a month is paid, and on which day, as far as that is known. */
export function paidState(
  months: readonly ListedMonth[],
  payments: readonly Paid[],
  { owed, today, period }: { owed: bigint | undefined; today: string; period: string },
): string | undefined {
  const one = standings(months, payments, owed ?? months[0]?.closing ?? 0n).find(
    ({ month }) => month.period === period,
  );
  if (!one || one.left > 0n || one.month.total <= 0n || one.month.closing <= 0n) return undefined;
  return `оплачена${one.paidOn ? ` ${shortDay(one.paidOn, today)}` : ''}`;
}

function standings(months: readonly ListedMonth[], payments: readonly Paid[], owed: bigint): Standing[] {
  return leftOf(months, owed).map(({ month, left }) => ({
    ...{ month, left },
    paidOn: left === 0n ? dayPaid(month, payments) : undefined,
  }));
}

/** What is left to pay of each month, newest first: payments go to the oldest one first. */
export function leftOf<Month extends { readonly total: bigint }>(
  months: readonly Month[],
  owed: bigint,
): { month: Month; left: bigint }[] {
  let rest = owed;
  return months.map((month) => {
    const left = rest <= 0n || month.total <= 0n ? 0n : rest < month.total ? rest : month.total;
    rest -= left;
    return { month, left };
  });
}

/** The day by which payments after the month was counted have covered all that its receipt asked for. */
function dayPaid({ closing, countedUntil }: ListedMonth, payments: readonly Paid[]): string | undefined {
  let left = closing;
  const later = payments.filter(({ paidOn }) => paidOn > countedUntil);
  for (const { paidOn, amount } of later.toSorted((a, b) => (a.paidOn < b.paidOn ? -1 : 1))) {
    left -= amount;
    if (left <= 0n) return closing > 0n ? paidOn : undefined;
  }
  return undefined;
}

function receiptOf({ month, left, paidOn }: Standing, today: string): ListedReceipt {
  const words = {
    month: month.period.slice(0, 7),
    title: capital(monthName(month.period)),
    sum: money(month.total),
  };
  if (month.total <= 0n) return { ...words, tone: 'plain', state: 'платить не нужно' };
  if (left === 0n) {
    const day = paidOn ? ` ${shortDay(paidOn, today)}` : '';
    return { ...words, tone: 'okay', state: `✓ оплачена${day}` };
  }
  if (left < month.total) {
    const paid = `оплачено ${money(month.total - left)} из\u00A0${money(month.total)}`;
    return { ...words, tone: 'warn', state: paid };
  }
  return { ...words, tone: today > month.dueOn ? 'bad' : 'plain', state: 'не оплачена' };
}

function termOf(dueOn: string, today: string): string {
  const day = shortDay(dueOn, today);
  if (today > dueOn) return `срок прошёл ${day}`;
  const left = Math.round((Date.parse(dueOn) - Date.parse(today)) / 86_400_000);
  return `до ${day}, ${daysLeft(left)}`;
}

function noteOf(rows: readonly Standing[]): string {
  const count = `${rows.length}\u00A0${plural(rows.length, 'квитанция', 'квитанции', 'квитанций')}`;
  const unpaid = rows.filter(({ left }) => left > 0n).length;
  return unpaid === 0 ? `${count}, все оплачены` : `${count}, не оплачено ${unpaid}`;
}
