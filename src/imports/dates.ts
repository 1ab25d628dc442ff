import { short } from './cells.js';
import type { Read } from './amounts.js';

const FIRST_YEAR = 2000;
const MOST_KEPT = 5000;
const MONTHS = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'.split(' ');

/** Reads days and months as offices and banks write them. Most rows of a file have the same ones, so they are kept. */
export class Dates {
  private readonly days = new Map<string, Read<string>>();
  private readonly months = new Map<string, Read<string>>();

  /** Nothing in a file is later than `today`, `2026-11-23`, or of a year before the first. */
  constructor(
    private readonly today: string,
    private readonly firstYear = FIRST_YEAR,
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
    const day = isoDay(text.trim());
    if (day === undefined) return { reason: `«${short(text)}» — не дата. Нужна дата вида 31.10.2026` };
    if (day > this.today) return { reason: `«${short(text)}»: дата ещё не наступила` };
    return this.isOld(day) ? { reason: this.tooOld(text) } : { value: day };
  }

  private readMonth(text: string): Read<string> {
    const month = isoMonth(text.trim());
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
export function isoDay(text: string): string | undefined {
  const [, first = '', , second = '', third = ''] = DAY.exec(text) ?? [];
  if (first === '') return undefined;
  if (first.length === 4) return existing(first, second, third);
  return third.length === 4 || third.length === 2
    ? existing(third.length === 2 ? `20${third}` : third, second, first)
    : undefined;
}

const DAY =
  /^(\d{4}|\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2}|\d)(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:\.\d+)?Z?)?$/;

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
  const [, name = '', year = ''] = /^(\p{L}+)\s+(\d{4})(?:\s*г(?:\.|ода)?)?$/u.exec(text.toLowerCase()) ?? [];
  const index = MONTHS.indexOf(name);
  return index < 0 ? undefined : existing(year, String(index + 1), '01');
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
