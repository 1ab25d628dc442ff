import type { PanelColumn } from './declaration.js';
import { monthAndYear } from '../text/month.js';
import { date, dateTime, grouped, money, rowsWithSum } from '../text/russian.js';

/** Turns the text that the database gave into the text that people read; states stay keys. */
export function cell(column: PanelColumn, value: string | null, timeZone: string): string | null {
  if (value === null || value === '') return null;
  if (column.type === 'money') return money(BigInt(value));
  if (column.type === 'balance') return owed(BigInt(value));
  if (column.type === 'rows') return counted(value);
  if (column.type === 'month') return monthAndYear(value);
  if (column.type === 'date') return date(new Date(`${value}T00:00Z`), 'UTC');
  if (column.type === 'datetime') return dateTime(new Date(value), timeZone);
  if (column.type === 'number') {
    const number = fromFiveDigits(value.replace('-', '\u2212').replace('.', ','));
    return column.unit ? `${number}\u00a0${column.unit}` : number;
  }
  return value;
}

/** Thousands are set apart from five digits on. */
function fromFiveDigits(number: string): string {
  return number.replace(/^\u2212?\d{5,}/, grouped);
}

function counted(value: string): string {
  const [rows = '', kopecks = ''] = value.split(' ');
  return rows === '' ? money(BigInt(kopecks)) : rowsWithSum(Number(rows), BigInt(kopecks));
}

/** A balance in words: a sign alone would be read either way. That it is owed the heading says. */
function owed(kopecks: bigint): string {
  if (kopecks === 0n) return 'Долга нет';
  return kopecks < 0n ? `Переплата ${money(-kopecks)}` : money(kopecks);
}
