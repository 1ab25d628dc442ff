import { monthsAfter } from '../text/month.js';

/** On which days of a month readings are taken. */
export interface WindowDays {
  readonly startDay: number;
  readonly endDay: number;
  /** The last day is one of the month that follows. */
  readonly endsNextMonth: boolean;
}

/** The days, and what holds on others. */
export interface WindowRule extends WindowDays {
  /** Outside the window nothing is taken; else it counts for the next window. */
  readonly strict: boolean;
}

/** A window on the calendar, `2026-11-20` to `2026-11-25`, both days included. */
export interface ReadingWindow {
  readonly open: boolean;
  /** The month that readings sent now are charged in: that of the window, or of the next one. */
  readonly period: string;
  readonly opens: string;
  readonly closes: string;
}

/** The window of a day of the company's calendar: the one that is open, or the next one; days past a month's end are its last. */
export function windowAt(today: string, rule: WindowDays): ReadingWindow {
  const month = today.slice(0, 7);
  // Each window opens in a month of its own: the first that is not over is the one.
  for (let offset = -1; ; offset += 1) {
    const window = windowOf(monthsAfter(month, offset), rule);
    if (window.opens > today) return window;
    if (window.closes >= today) return { ...window, open: true };
  }
}

/**
 * The month that a dial read on a day is charged in, when the office writes it down: that of the window the day lies
 * in, else the day's own; in the database `charged_month`.
 */
export function monthOfDay(day: string, rule: WindowDays): string {
  const window = windowAt(day, rule);
  return window.open ? window.period : day.slice(0, 7);
}

/** So many days lie between two days of the calendar. */
export function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}

function windowOf(period: string, rule: WindowDays): ReadingWindow {
  return {
    open: false,
    period,
    opens: dayOf(period, rule.startDay),
    closes: dayOf(rule.endsNextMonth ? monthsAfter(period, 1) : period, rule.endDay),
  };
}

function dayOf(month: string, day: number): string {
  const last =
    day > 28 ? new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5)), 0)) : undefined;
  return `${month}-${String(Math.min(day, last?.getUTCDate() ?? day)).padStart(2, '0')}`;
}
