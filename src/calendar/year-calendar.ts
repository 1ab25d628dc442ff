/** How a day differs from a plain week: a weekday off, a day that ends an hour earlier, a Saturday or Sunday of work. */
export type DayKind = 'off' | 'short' | 'work';

/** A day of a year that is not as its weekday says, `2026-01-09`; a short day on a weekend is one of work, too. */
export interface SpecialDay {
  readonly day: string;
  readonly kind: DayKind;
  /** Of a day off that was moved: from where, `2026-01-03`; '' where the file does not say from where. */
  readonly from?: string;
}

/** The production calendar of a year: all that differs from plain weeks of five working days, in the order of days. */
export interface YearCalendar {
  readonly year: number;
  readonly days: readonly SpecialDay[];
}

const DAY_MS = 86_400_000;

/** True for Saturdays and Sundays. */
export function isWeekend(day: string): boolean {
  return [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay());
}

/** The day so many days later, or earlier. */
export function plusDays(day: string, count: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + count * DAY_MS).toISOString().slice(0, 10);
}

/** All days of a year, in their order. */
export function daysOf(year: number): string[] {
  const days = [];
  for (let day = `${year}-01-01`; day.startsWith(`${year}`); day = plusDays(day, 1)) days.push(day);
  return days;
}

/** Whether people work on a day, by what its year says of it. */
export function isWorkingDay(day: string, kind: DayKind | undefined): boolean {
  return kind === undefined ? !isWeekend(day) : kind !== 'off';
}

/** The calendar without what goes without saying: that a Saturday or a Sunday is off. */
export function plain(year: number, days: readonly SpecialDay[]): YearCalendar {
  return {
    year,
    days: days
      .filter(({ day, kind }) => kind !== 'off' || !isWeekend(day))
      .toSorted((one, other) => one.day.localeCompare(other.day)),
  };
}

/** How many working days a year has. */
export function workingDaysOf({ year, days }: YearCalendar): number {
  const kinds = new Map(days.map(({ day, kind }) => [day, kind]));
  return daysOf(year).filter((day) => isWorkingDay(day, kinds.get(day))).length;
}

/** What another calendar of the same year makes of each day that the two tell differently of. */
export function differences(
  before: YearCalendar,
  after: YearCalendar,
): { day: string; was?: SpecialDay; now?: SpecialDay }[] {
  const [old, fresh] = [before, after].map(({ days }) => new Map(days.map((it) => [it.day, it]))) as [
    Map<string, SpecialDay>,
    Map<string, SpecialDay>,
  ];
  return daysOf(after.year)
    .map((day) => ({ day, was: old.get(day), now: fresh.get(day) }))
    .filter(({ was, now }) => was?.kind !== now?.kind || was?.from !== now?.from);
}
