import { monthName, shortDay } from '../text/month.js';
import { following } from './owed.js';

const LEAST_LOADS = 3;
const GAPS = 5;
/** Receipts of a month are there by this day of the next one (ч. 2 ст. 155 ЖК). */
const RECEIPTS_BY = '05';
const DAY_MS = 86_400_000;

/** By when payments will have been loaded again, judged by the days of the loads before; undefined without a habit. */
export function nextLoad(days: readonly string[], today: string): string | undefined {
  if (days.length < LEAST_LOADS) return undefined;
  const times = days.map((day) => Date.parse(day)).sort((a, b) => a - b);
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  const next = new Date(times.at(-1)! + Math.max(...gaps.slice(-GAPS))).toISOString().slice(0, 10);
  const soon = new Date(Date.parse(today) + 31 * DAY_MS).toISOString().slice(0, 10);
  return next > today && next < soon ? next : undefined;
}

/** By which day the receipt of the month after the last one is due. */
export function nextReceiptBy(lastMonth: string): string {
  return `${following(following(lastMonth))}-${RECEIPTS_BY}`;
}

/** «По состоянию на 31 октября»: what that means for who has paid since, and when it will be otherwise. */
export function asOfWords(known: {
  knownUntil: string;
  today: string;
  /** The last month that has a receipt. */
  lastMonth: string | undefined;
  next: string | undefined;
  /** No receipts will come any more. */
  closed: boolean;
}): string {
  const { knownUntil, today, lastMonth, next, closed } = known;
  const since = `Сумма по состоянию на\u00A0${shortDay(knownUntil, today)}.`;
  if (knownUntil >= today || closed) return since;
  const later = 'Оплаты после этого дня';
  if (next) return `${since} ${later} появятся до\u00A0${shortDay(next, today)}.`;
  const by = lastMonth && nextReceiptBy(lastMonth);
  return by && by >= today
    ? `${since} ${later} появятся с\u00A0квитанцией за\u00A0${monthName(following(lastMonth))}, до\u00A0${shortDay(by, today)}.`
    : `${since} ${later} появятся, когда бухгалтерия пришлёт новые данные.`;
}
