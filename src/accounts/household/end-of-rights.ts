import { dayIn, momentIn } from '../../core/clock.js';
import type { Form } from '../../web/form.js';
import { daysAfter } from '../../text/month.js';
import { lastDay } from './last-day.js';

/** The end of the rights that a form gives, for good where it names none; what is wrong with the day is put on its field. */
export function endInForm(form: Form<object>, now: Date, timeZone: string): Date | null {
  const { until, role } = form.values;
  if (until === '' || until === undefined) {
    if (role === 'tenant') form.reject('until', 'Арендатору доступ открывают до дня: напишите последний');
    return null;
  }
  const found = endOfRights(String(until), now, timeZone);
  if ('at' in found) return found.at;
  form.reject('until', found.problem);
  return null;
}

/** The midnight after a typed last day in the time zone of the company, or what is wrong with the day. */
function endOfRights(
  typed: string,
  now: Date,
  timeZone: string,
): { readonly at: Date } | { readonly problem: string } {
  const found = lastDay(typed, dayIn(now, timeZone));
  if ('problem' in found) return found;
  const next = daysAfter(found.day, 1);
  // where clocks are moved at midnight the day begins an hour later
  return { at: (momentIn(next, '00:00', timeZone) ?? momentIn(next, '01:00', timeZone))! };
}
