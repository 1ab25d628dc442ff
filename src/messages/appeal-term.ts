import type { WorkingDays } from '../billing/working-days.js';

/** How long the office may take: so many working days, days of the calendar, or months. */
export interface AnswerTerm {
  readonly term_count: number;
  readonly term_unit: 'working' | 'day' | 'month';
}

/** The last day for the answer, and the day from which the term is called soon over. Days are `2026-12-07`. */
export interface AppealDue {
  readonly due: string;
  readonly soon: string;
}

/**
 * When an entry that came on a day is to be answered, counted from the next day (ГК РФ ст. 191–193); undefined where the
 * calendar of one of the years is not known.
 */
export function dueOf(
  day: string,
  { term_count: count, term_unit: unit }: AnswerTerm,
  workingDays: WorkingDays,
  soonDays: number,
): AppealDue | undefined {
  try {
    const due =
      unit === 'working' && count > 0
        ? workingDays.after(day, count)
        : workingDays.onOrAfter(unit === 'month' ? monthsLater(day, count) : daysLater(day, count));
    return { due, soon: before(due, soonDays, workingDays) };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** How many working days are left, today not counted; negative when the term is over. Undefined in a year that is not known. */
export function workingDaysLeft(today: string, due: string, workingDays: WorkingDays): number | undefined {
  try {
    const [from, to, sign] = due >= today ? [today, due, 1] : [due, today, -1];
    let count = 0;
    for (let day = daysLater(from, 1); day <= to; day = daysLater(day, 1)) {
      if (workingDays.isWorking(day)) count += 1;
    }
    return count === 0 ? 0 : sign * count;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The day so many working days before another. */
function before(day: string, count: number, workingDays: WorkingDays): string {
  let found = day;
  for (let left = count; left > 0;) {
    found = daysLater(found, -1);
    if (workingDays.isWorking(found)) left -= 1;
  }
  return found;
}

function daysLater(day: string, count: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + count);
  return at.toISOString().slice(0, 10);
}

/** The same day of a later month, or its last one. */
function monthsLater(day: string, count: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month + count, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + count, Math.min(date, last))).toISOString().slice(0, 10);
}
