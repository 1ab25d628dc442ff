import { localTime } from '../text/local-time.js';
import { cell } from './cell-text.js';
import type { PanelColumn } from './declaration.js';
import { type ExcelCell, STYLES } from './excel-sheet.js';

const DAY_MS = 86_400_000;
/** Day 0 of Excel's calendar, in which 1900 is a leap year: right from 1 March 1900. */
const EPOCH = Date.UTC(1899, 11, 30);

/** The heading of a column: money is in roubles there, and a sign says whose it is. */
export function excelHead({ label, type }: PanelColumn): string {
  if (type === 'balance') return `${label}, ₽ (переплата с минусом)`;
  return type === 'money' ? `${label}, ₽` : label;
}

/** Turns the text that the database gave into a cell with which Excel can count: sums, numbers, days. */
export function excelCell(column: PanelColumn, value: string | null, timeZone: string): ExcelCell {
  if (value === null || value === '') return null;
  const day = (text: string) => (Date.parse(`${text}T00:00Z`) - EPOCH) / DAY_MS;
  switch (column.type) {
    case 'money':
    case 'balance':
      return { number: Number(value) / 100, style: STYLES.money };
    case 'number':
      return { number: Number(value), style: STYLES.number };
    case 'date':
      return { number: day(value), style: STYLES.date };
    case 'month':
      return { number: day(value), style: STYLES.month };
    case 'datetime':
      return excelMoment(new Date(value), timeZone);
    case 'boolean':
      return value === 'true' ? 'Да' : 'Нет';
    case 'enum':
      return column.options[value]?.label ?? value;
    default:
      return cell(column, value, timeZone);
  }
}

/** A moment, as a clock of the company shows it. */
export function excelMoment(at: Date | null, timeZone: string): ExcelCell {
  return at && { number: onTheWall(at, timeZone), style: STYLES.datetime };
}

/** What a clock of the company shows, as a number of Excel's days. */
function onTheWall(moment: Date, timeZone: string): number {
  const { year, month, day, hour, minute } = localTime(moment, timeZone);
  return (Date.parse(`${year}-${month}-${day}T${hour}:${minute}Z`) - EPOCH) / DAY_MS;
}
