import { short, visible } from './cells.js';
import type { Read } from './amounts.js';

const FIRST_YEAR = 2000;
const MOST_KEPT = 5000;
const MONTHS = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ');

/** Which comes first where slashes part a day: 31/12/2026, or 12/31/2026 as an American program writes it. */
export type SlashOrder = 'day' | 'month';

/** Reads days and months as offices and banks write them. Most rows of a file have the same ones, so they are kept. */
export class Dates {
  private readonly days = new Map<string, Read<string>>();
  private readonly months = new Map<string, Read<string>>();

  /** Nothing in a file is later than `today`, `2026-11-23`, or of a year before the first. */
  constructor(
    private readonly today: string,
    private readonly firstYear = FIRST_YEAR,
    private readonly slashes: SlashOrder = 'day',
  ) {}

  /** A day as `2026-10-31`. */
  day(text: string): Read<string> {
    return this.days.get(text) ?? keep(this.days, text, this.readDay(text));
  }

  /** A month as its first day, `2026-10-01`. */
  month(text: string): Read<string> {
    return this.months.get(text) ?? keep(this.months, text, this.readMonth(text));
  }

  private readDay(text: string): Read<string> {
    const day = isoDay(visible(text).trim(), this.slashes);
    if (day === undefined) return { reason: `«${short(text)}» — не дата. Нужна дата вида 31.10.2026` };
    if (day > this.today) return { reason: `«${short(text)}»: дата ещё не наступила` };
    return this.isOld(day) ? { reason: this.tooOld(text) } : { value: day };
  }

  private readMonth(text: string): Read<string> {
    const month = isoMonth(visible(text).trim());
    if (month === undefined) {
      return { reason: `«${short(text)}» — не месяц. Нужен период вида 10.2026 или 2026-10` };
    }
    if (month > this.today) return { reason: `«${short(text)}»: период ещё не наступил` };
    return this.isOld(month) ? { reason: this.tooOld(text) } : { value: month };
  }

  private isOld(day: string): boolean {
    return Number(day.slice(0, 4)) < this.firstYear;
  }

  private tooOld(text: string): string {
    return `«${short(text)}»: раньше ${this.firstYear} года`;
  }
}

/** A day in one of the usual forms as `2026-10-31`; undefined where it is none. The time of day is left out. */
export function isoDay(text: string, slashes: SlashOrder = 'day'): string | undefined {
  const [, first = '', sign, second = '', third = ''] = DAY.exec(text) ?? [];
  if (first === '') return namedDay(text);
  if (first.length === 4) return existing(first, second, third);
  if (third.length !== 4 && third.length !== 2) return undefined;
  const year = third.length === 2 ? `20${third}` : third;
  return sign === '/' && slashes === 'month' ? existing(year, first, second) : existing(year, second, first);
}

/** A day of an address as `2026-10-31`, which may be typed as people write it: 31.10.2026. */
export function typedDay(text: string): string | undefined {
  const day = isoDay(text.trim());
  return day !== undefined && day >= '1900' ? day : undefined;
}

// The time of a bank may name its zone: the day is the one that it wrote.
const DAY =
  /^(\d{4}|\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2}|\d)(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?(?: ?(?:Z|[+-]\d{2}:?\d{2}))?)?$/;

/** A day whose month is a word, «12 ноября 2026 г.», as Excel and people write it. */
function namedDay(text: string): string | undefined {
  const [, day = '', name = '', year = ''] = NAMED_DAY.exec(text.toLowerCase()) ?? [];
  const month = day === '' ? undefined : monthNamed(name);
  return month && existing(year.padStart(4, '20'), month, day);
}

const NAMED_DAY =
  /^[«"]?(\d{1,2})[»"]?[\s.-]\s?(\p{L}{3,10})\.?[\s.,-]\s?(\d{4}|\d{2})(?:\s?г(?:\.|ода?)?)?$/u;

/** What the days of a column tell of their order: `both` where some can only be one, and some only the other. */
export function slashOrder(days: Iterable<string>): SlashOrder | 'both' | 'unknown' {
  const found = new Set<SlashOrder>();
  for (const day of days) {
    const [, first = '', second = ''] = /^\s*(\d{1,2})\/(\d{1,2})\/\d{2,4}(?!\d)/.exec(day) ?? [];
    if (Number(first) > 12) found.add('day');
    if (Number(second) > 12) found.add('month');
  }
  const [one, other] = found;
  return other ? 'both' : (one ?? 'unknown');
}

/** A month as its first day; undefined where it is none. */
export function isoMonth(text: string): string | undefined {
  for (const [form, yearFirst] of MONTH_FORMS) {
    const [, first = '', second = ''] = form.exec(text) ?? [];
    const month =
      first === '' ? undefined : yearFirst ? existing(first, second, '01') : existing(second, first, '01');
    if (month !== undefined) return month;
  }
  const day = isoDay(text);
  if (day !== undefined) return `${day.slice(0, 8)}01`;
  const [, name = '', year = ''] = NAMED_MONTH.exec(text.toLowerCase()) ?? [];
  const month = monthNamed(name);
  return month && existing(year.padStart(4, '20'), month, '01');
}

/** The number of a month by its name or the beginning of it; undefined where it is none. */
function monthNamed(name: string): string | undefined {
  const index = MONTHS.findIndex((month) => name.length >= 3 && isMonthName(name, month));
  return index < 0 ? undefined : String(index + 1);
}

/** «ноябрь 2026 г.», «Ноябрь 26», «ноя.26» as Excel shows it. */
const NAMED_MONTH = /^(\p{L}{3,10})(?:\.?\s|[.\-/])(\d{4}|\d{2})(?:\s?г(?:\.|ода?)?)?$/u;

/** «нояб» and «ноября» are ноябрь, «мая» is май. */
function isMonthName(name: string, month: string): boolean {
  return month.startsWith(name) || name === `${month.slice(0, -1)}я` || name === `${month}а`;
}

// Six digits are never both 102026 and 202610: one of the two has no such month or a year long gone.
const MONTH_FORMS: readonly [form: RegExp, yearFirst: boolean][] = [
  [/^(\d{4})[-./](\d{1,2})$/, true],
  [/^(\d{1,2})[-./](\d{4})$/, false],
  [/^(\d{2})(\d{4})$/, false],
  [/^(\d{4})(\d{2})$/, true],
];

function existing(year: string, month: string, day: string): string | undefined {
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${iso}T00:00:00Z`);
  return Number.isNaN(at) || new Date(at).toISOString().slice(0, 10) !== iso ? undefined : iso;
}

/** A text cut out of a file holds the whole piece it was cut from. */
export function detached(text: string): string {
  return Buffer.from(text).toString();
}

function keep<T>(known: Map<string, T>, text: string, value: T): T {
  if (known.size >= MOST_KEPT) known.clear();
  known.set(detached(text), value);
  return value;
}
