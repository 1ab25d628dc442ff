import { type DayKind, isWorkingDay, plusDays, type YearCalendar } from './year-calendar.js';

/** How long something may take: working days, days of the calendar, or months. */
export interface Term {
  readonly count: number;
  readonly unit: 'working' | 'day' | 'month';
}

/** The calendar of a year that a term runs into is not known: nobody should guess. */
export class UnknownYear extends RangeError {
  constructor(readonly year: number) {
    super(`The production calendar of ${year} is not known`);
  }
}

/** Tells working days from days off and counts terms, in the years whose calendars are known. Days are `2026-11-16`. */
export class WorkingDays {
  private readonly years: ReadonlyMap<number, ReadonlyMap<string, DayKind>>;

  constructor(calendars: readonly YearCalendar[]) {
    this.years = new Map(
      calendars.map(({ year, days }) => [year, new Map(days.map(({ day, kind }) => [day, kind]))]),
    );
  }

  /** The years whose calendars are known. */
  get known(): number[] {
    return [...this.years.keys()];
  }

  /** Whether the calendar of the year of this day is known. */
  knows(day: string): boolean {
    return this.years.has(yearOf(day));
  }

  /** Throws UnknownYear when the calendar of the year is not known, as all that follow do. */
  isWorking(day: string): boolean {
    const special = this.years.get(yearOf(day));
    if (!special) throw new UnknownYear(yearOf(day));
    return isWorkingDay(day, special.get(day));
  }

  /** The day itself if people work on it, else the next day when they do (ГК РФ ст. 193). */
  onOrAfter(day: string): string {
    let found = day;
    while (!this.isWorking(found)) found = plusDays(found, 1);
    return found;
  }

  /** So many working days later, counted from the next day (ГК РФ ст. 191). */
  after(day: string, count: number): string {
    let found = day;
    for (let left = count; left > 0; left -= 1) found = this.onOrAfter(plusDays(found, 1));
    return found;
  }

  /** The working day from which so many working days are left until this one. */
  before(day: string, count: number): string {
    let found = day;
    for (let left = count; left > 0; left -= 1) {
      do found = plusDays(found, -1);
      while (!this.isWorking(found));
    }
    return found;
  }

  /** How many working days are left after one day until another, which counts; below zero when it is past. */
  left(from: string, until: string): number {
    if (until < from) return 0 - this.left(until, from);
    let count = 0;
    for (let day = from; day < until;) if (this.isWorking((day = plusDays(day, 1)))) count += 1;
    return count;
  }

  /** The last day of a term that begins on the next day; one that ends on a day off lasts until people work again. */
  end(day: string, { count, unit }: Term): string {
    switch (unit) {
      case 'working':
        return this.onOrAfter(this.after(day, count));
      case 'day':
        return this.onOrAfter(plusDays(day, count));
      case 'month':
        return this.onOrAfter(plusMonths(day, count));
    }
  }
}

/** The same day so many months later, or the last of a shorter month (ГК РФ ст. 192). */
function plusMonths(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const lastOfMonth = new Date(Date.UTC(year, month + count, 0));
  lastOfMonth.setUTCDate(Math.min(date, lastOfMonth.getUTCDate()));
  return lastOfMonth.toISOString().slice(0, 10);
}

function yearOf(day: string): number {
  return Number(day.slice(0, 4));
}
