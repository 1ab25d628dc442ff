const DAY_MS = 86_400_000;

/** The production calendar of a year: what differs from a plain week of five working days. Days are `01-09`. */
export interface YearCalendar {
  readonly year: number;
  /** The decree of the government that sets it. */
  readonly decree: string;
  /** Days off besides Saturdays and Sundays; those that fall on a weekend may be named too. */
  readonly daysOff: readonly string[];
  /** Saturdays and Sundays on which people work. */
  readonly workingWeekends: readonly string[];
}

/** Tells working days from days off in the years whose calendars are known. Days are `2026-11-16`. */
export class WorkingDays {
  private readonly years: ReadonlyMap<number, YearCalendar>;

  constructor(calendars: readonly YearCalendar[]) {
    this.years = new Map(calendars.map((calendar) => [calendar.year, calendar]));
  }

  /** Whether the calendar of the year of this day is known. */
  knows(day: string): boolean {
    return this.years.has(Number(day.slice(0, 4)));
  }

  /** Throws RangeError when the calendar of the year is not known: nobody should guess. */
  isWorking(day: string): boolean {
    const calendar = this.years.get(Number(day.slice(0, 4)));
    if (!calendar) throw new RangeError(`The calendar of the year of ${day} is not known`);
    const weekend = [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
    return weekend
      ? calendar.workingWeekends.includes(day.slice(5))
      : !calendar.daysOff.includes(day.slice(5));
  }

  /** The day itself if people work on it, else the next day when they do (ГК РФ ст. 193). */
  onOrAfter(day: string): string {
    let found = day;
    while (!this.isWorking(found)) found = dayAfter(found);
    return found;
  }

  /** So many working days later, counted from the next day. */
  after(day: string, count: number): string {
    let found = day;
    for (let left = count; left > 0; left -= 1) found = this.onOrAfter(dayAfter(found));
    return found;
  }
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
}
