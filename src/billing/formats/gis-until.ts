import type { CellReader } from '../../imports/cell-reader.js';
import { isoDay } from '../../imports/dates.js';

/** Reads that cell, a day of the month or a date; where the month is wrong it says nothing more of the day. */
export function untilOf(cells: CellReader, position: number, period: string, today: string): string | null {
  const text = cells.shown(position).trim();
  const day = dayOfMonth(text, period === '' ? today : period, today);
  if (day !== undefined) return period === '' ? null : day;
  if (text === '' || isoDay(text) !== undefined) return cells.day(position);
  cells.fail(position, `«${text.slice(0, 40)}»: нужен день месяца, от 1 до 31, или дата вида 31.10.2026`);
  return null;
}

/**
 * «Учтены платежи, поступившие до указанного числа расчетного периода включительно»: the day of a month that ГИС ЖКХ has
 * in column M (PaymentsTaken of its schema, a byte), of a period such as `2026-10-01`; its last day where the month is
 * shorter, and never one that is still to come. Undefined where no such number stands there.
 */
export function dayOfMonth(text: string, period: string, today: string): string | undefined {
  const day = /^\s*0?([1-9]|[12]\d|3[01])(?:[.,]0+)?\s*$/.exec(text)?.[1];
  if (day === undefined || period === '') return undefined;
  const [year, month] = period.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const found = `${period.slice(0, 8)}${String(Math.min(Number(day), last)).padStart(2, '0')}`;
  return found > today ? today : found;
}
