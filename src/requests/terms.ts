/** A term of the law: so many minutes from the registration, perhaps only those of certain hours of the day. */
export interface Term {
  readonly minutes: number;
  /** From this hour of the day to that one, in the company's time zone; day and night where absent. */
  readonly hours?: { readonly from: number; readonly to: number };
}

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1440;

/** When a term ends; `minuteOfDay` tells what clocks of the company's time zone show at a moment, in minutes. */
export function deadline(from: Date, { minutes, hours }: Term, minuteOfDay: (at: Date) => number): Date {
  if (!hours) return new Date(from.getTime() + minutes * MINUTE_MS);
  const [opens, closes] = [hours.from * 60, hours.to * 60];
  let at = from;
  let left = minutes;
  for (;;) {
    const minute = minuteOfDay(at);
    if (minute < opens) at = new Date(at.getTime() + (opens - minute) * MINUTE_MS);
    else if (minute >= closes) at = new Date(at.getTime() + (DAY_MINUTES - minute + opens) * MINUTE_MS);
    else if (left <= closes - minute) return new Date(at.getTime() + left * MINUTE_MS);
    else {
      left -= closes - minute;
      at = new Date(at.getTime() + (closes - minute) * MINUTE_MS);
    }
  }
}

/** What decides when a request is called late or soon late. */
export interface Soon {
  /** The last part of a term, in hundredths. */
  readonly percent: number;
  readonly minutes: number;
}

/** When a term begins to be called soon over: in its last quarter or its last hour, whichever begins first. */
export function soonAt(from: Date, due: Date, { percent, minutes }: Soon): Date {
  const share = ((due.getTime() - from.getTime()) * percent) / 100;
  return new Date(due.getTime() - Math.max(share, minutes * MINUTE_MS));
}

/** How a request stands: late, soon late, or in time. */
export type Urgency = 'late' | 'soon' | 'calm';

export function urgencyOf(terms: { dueAt: Date | null; soonAt: Date | null }, now: Date): Urgency {
  if (!terms.dueAt || !terms.soonAt) return 'calm';
  if (now.getTime() > terms.dueAt.getTime()) return 'late';
  return now.getTime() >= terms.soonAt.getTime() ? 'soon' : 'calm';
}
