import { monthsAfter } from '../text/month.js';
import type { Meter, Reading } from './meter.js';

/**
 * A meter as somebody sees it who came on a day: what the dial showed then, and what has come since. What others used
 * before, in which months and how it was judged stays theirs.
 */
export function seenSince(meter: Meter, day: string): Meter {
  const isOurs = ({ takenOn }: Reading): boolean => takenOn >= day;
  const { current, accepted, rejected } = meter;
  const theirs = current !== null && !isOurs(current) ? current : null;
  const stands = theirs !== null && theirs.status !== 'rejected';
  const since = accepted.filter(isOurs);
  // where the dial stood: the reading of this month, else the last accepted one
  const start = stands ? undefined : accepted.find((one) => !isOurs(one));
  const isNew = meter.installedOn !== null && meter.installedOn >= day;
  const untold = monthsAfter(day.slice(0, 7), -1);
  const notBefore = (month: string | null): string | null =>
    month !== null && month < untold && untold < meter.period ? untold : month;
  return {
    ...meter,
    // what a meter began with before them is not where it stood when they came
    initial: isNew && !stands && !start ? meter.initial : null,
    current: theirs && !stands ? null : current,
    accepted: start ? [...since, start] : since,
    rejected: rejected && isOurs(rejected) ? rejected : null,
    lastMonth: notBefore(meter.lastMonth),
    lastSent: notBefore(meter.lastSent),
  };
}
