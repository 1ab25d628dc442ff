import { date, dateTime } from '../text/russian.js';
import type { HeldSection, HeldValue } from './held.js';

/** Longer texts are cut in what is printed; in JSON they are whole. */
const LONGEST = 1500;
/** Longer values get a line of their own. */
const SHORT = 60;
/** So many rows of a kind are printed, the newest ones. */
const MOST_PRINTED = 200;

/** A row in words: what it is called by, the rest in short, and what needs lines of its own. */
interface HeldRowText {
  readonly head: string;
  readonly short: string;
  readonly long: readonly string[];
}

/** A part of the printed list. */
export interface HeldSectionText {
  readonly title: string;
  /** Facts about one thing, a line each, or several things with a head each. */
  readonly rows: readonly HeldRowText[];
  readonly lines: readonly string[];
  readonly note: string;
}

/** A section as it is printed. */
export function sectionText({ title, rows, more }: HeldSection, timeZone: string): HeldSectionText {
  const told = rows.slice(0, MOST_PRINTED);
  const cut = more || rows.length > told.length;
  const note = cut ? `Здесь последние ${MOST_PRINTED}, остальное в файле JSON.` : '';
  if (rows.length === 0) return { title, rows: [], lines: ['Ничего нет.'], note: '' };
  const [only] = rows;
  if (rows.length === 1 && only && !(Object.values(only)[0] instanceof Date)) {
    return { title, rows: [], lines: facts(only, timeZone).map(line), note };
  }
  return { title, rows: told.map((row) => rowText(row, timeZone)), lines: [], note };
}

function rowText(row: HeldSection['rows'][number], timeZone: string): HeldRowText {
  const [first, ...rest] = facts(row, timeZone);
  return {
    head: first === undefined ? '' : first[1],
    short: rest
      .filter(([, value]) => value.length <= SHORT)
      .map(line)
      .join('; '),
    long: rest.filter(([, value]) => value.length > SHORT).map(line),
  };
}

const line = ([name, value]: readonly [string, string]): string => `${name}: ${value}`;

function facts(row: HeldSection['rows'][number], timeZone: string): (readonly [string, string])[] {
  return Object.entries(row)
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => [name, valueText(value, timeZone)] as const);
}

function valueText(value: HeldValue, timeZone: string): string {
  if (value instanceof Date) return dateTime(value, timeZone);
  if (typeof value === 'boolean') return value ? 'да' : 'нет';
  const text = String(value);
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return date(new Date(`${text}T12:00:00Z`), 'UTC');
  const plain = text.replaceAll(/\s+/g, ' ').trim();
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST)}… (целиком в файле JSON)`;
}
