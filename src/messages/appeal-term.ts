import { type Term, UnknownYear, type WorkingDays } from '../calendar/working-days.js';
import { plusDays } from '../calendar/year-calendar.js';

/** How long the office may take: so many working days, days of the calendar, or months. */
export interface AnswerTerm {
  readonly term_count: number;
  readonly term_unit: Term['unit'];
}

/** The last day for the answer, and the day from which the term is called soon over. Days are `2026-12-07`. */
export interface AppealDue {
  readonly due: string;
  readonly soon: string;
}

/** Of a short term, one in so many working days is called soon over. */
const SOON_SHARE = 3;

/**
 * When an entry that came on a day is to be answered, counted from the next day (ГК РФ ст. 191–193); throws UnknownYear
 * where the calendar of one of the years is not known. It is soon over `soonDays` working days before, but not earlier
 * than in its last third, and never on the day it came unless that is the last one.
 */
export function dueOf(
  day: string,
  { term_count: count, term_unit: unit }: AnswerTerm,
  workingDays: WorkingDays,
  soonDays: number,
): AppealDue {
  const due = workingDays.end(day, { count, unit });
  const whole = workingDays.left(day, due);
  const left = Math.max(0, Math.min(soonDays, Math.ceil(whole / SOON_SHARE), whole - 1));
  return { due, soon: workingDays.before(due, left) };
}

/** How many working days are left, today not counted; negative when the term is over. Undefined in a year that is not known. */
export function workingDaysLeft(today: string, due: string, workingDays: WorkingDays): number | undefined {
  return known(() => workingDays.left(today, due));
}

/** What is counted; undefined where it runs into a year that is not known. */
export function known<T>(count: () => T): T | undefined {
  try {
    return count();
  } catch (error) {
    if (error instanceof UnknownYear) return undefined;
    throw error;
  }
}

/** A day, and how many working days there are from some day until it; the difference of two is how long something took. */
export interface NumberedDay {
  readonly day: string;
  readonly number: number;
}

/** Numbers days from one day to another, as far as calendars are known without a gap around the day in the middle. */
export function numberedDays(
  { from, through, to }: { from: string; through: string; to: string },
  workingDays: WorkingDays,
): NumberedDay[] {
  let found: NumberedDay[] = [];
  let number = 0;
  for (let day = from; day <= to; day = plusDays(day, 1)) {
    if (workingDays.knows(day)) {
      number += workingDays.isWorking(day) ? 1 : 0;
      found.push({ day, number });
    } else if (day > through) break;
    else found = [];
  }
  return found;
}
