import { dayIn, momentIn } from '../../core/clock.js';
import { dayAfter, lastDay } from './last-day.js';

/** The midnight after a typed last day in the time zone of the company, or what is wrong with the day. */
export function endOfRights(
  typed: string,
  now: Date,
  timeZone: string,
): { readonly at: Date } | { readonly problem: string } {
  const found = lastDay(typed, dayIn(now, timeZone));
  if ('problem' in found) return found;
  const next = dayAfter(found.day);
  // where clocks are moved at midnight the day begins an hour later
  return { at: (momentIn(next, '00:00', timeZone) ?? momentIn(next, '01:00', timeZone))! };
}
