import { type Dial, dialText, dialUnits } from './dial.js';
import { averageOf, leastExpected, monthsFrom, mostExpected, type PastValue } from './reading-check.js';
import { type ReadingWindow, type WindowDays, windowAt } from './reading-window.js';
import { RESOURCES, type Resource } from './resource.js';
import { type Usual, usualOf } from './usual.js';

export type ReadingStatus = 'sent' | 'accepted' | 'rejected';
export type ReadingSource = 'cabinet' | 'link' | 'phone' | 'paper' | 'visit' | 'import' | 'replacement';

/** A reading as it stands in the database; values in the smallest units of the dial, in the order of tariffs. */
export interface Reading {
  readonly id: string;
  /** `2026-11`. */
  readonly period: string;
  readonly status: ReadingStatus;
  readonly values: readonly bigint[];
  readonly takenOn: string;
  readonly source: ReadingSource;
  readonly rejectReason: string | null;
  /** Rejected because the office had entered it wrong: nobody who sent it has made a mistake. */
  readonly cancelled: boolean;
  /** The resident who sent it. */
  readonly userId: string | null;
  /** The office has decided or the accounting has it: only the office can change it now. */
  readonly locked: boolean;
  readonly certificateId: string | null;
}

/** A meter with what is known of it on a day. */
export interface Meter {
  readonly id: string;
  readonly resource: Resource;
  readonly number: string;
  readonly place: string;
  readonly tariffs: number;
  readonly dial: Dial;
  readonly automatic: boolean;
  readonly verificationDue: string | null;
  readonly installedOn: string | null;
  readonly initial: readonly bigint[] | null;
  readonly window: ReadingWindow;
  readonly strict: boolean;
  /** The month that readings count for: the window's, unless the office takes them for another. */
  readonly period: string;
  /** What was sent for that month and still counts, or was rejected last; null when nothing was. */
  readonly current: Reading | null;
  /** What was accepted for the months before, newest first. */
  readonly accepted: readonly Reading[];
  /** The last of the months before that has a reading which nobody has rejected. */
  readonly lastMonth: string | null;
  /** What was rejected for the last of those months, if nothing has come in its place. */
  readonly rejected: Reading | null;
  /** The last of those months that readings were sent for and not rejected, accepted or not. */
  readonly lastSent: string | null;
  /** The first reading that counts for a later month. */
  readonly later: Reading | null;
}

/** A row of METERS_OF_ACCOUNT. */
export interface MeterRow {
  id: string;
  resource: Resource;
  number: string;
  place: string;
  tariffs: number;
  capacity: number;
  decimals: number;
  automatic: boolean;
  verification_due: string | null;
  installed_on: string | null;
  initial: string[] | null;
  start_day: number;
  end_day: number;
  ends_next_month: boolean;
  strict: boolean;
  readings: ReadingRow[] | null;
}

/** A reading as JSON brings it. */
export interface ReadingRow {
  id: number | string;
  period: string;
  status: ReadingStatus;
  reading: string[];
  taken_on: string;
  source: ReadingSource;
  reject_reason: string | null;
  cancelled: boolean;
  user_id: string | null;
  locked: boolean;
  certificate_id: string | null;
}

/** The month that readings of a meter count for, by the days of its window. */
export type MonthOf = (rule: WindowDays) => string;

/** The meter of a row on a day of the company's calendar; `monthOf` tells the month where it is not the window's. */
export function meterOf(row: MeterRow, today: string, monthOf?: MonthOf): Meter {
  const dial = { capacity: row.capacity, decimals: row.decimals };
  const rule = {
    startDay: row.start_day,
    endDay: row.end_day,
    endsNextMonth: row.ends_next_month,
    strict: row.strict,
  };
  const window = windowAt(today, rule);
  const readings = (row.readings ?? []).map((one) => readingOf(one, dial));
  const month = monthOf?.(rule) ?? window.period;
  const ofMonth = readings.filter(({ period }) => period === month);
  const [last] = readings.filter(({ period }) => period < month);
  const replaced = readings.some(({ period, status }) => period === last?.period && status !== 'rejected');
  return {
    id: row.id,
    resource: row.resource,
    number: row.number,
    place: row.place,
    tariffs: row.tariffs,
    dial,
    automatic: row.automatic,
    verificationDue: row.verification_due,
    installedOn: row.installed_on,
    initial: row.initial?.map((text) => dialUnits(text, dial)) ?? null,
    window,
    strict: row.strict,
    period: month,
    current: ofMonth.find(({ status }) => status !== 'rejected') ?? ofMonth[0] ?? null,
    accepted: readings.filter(({ status, period }) => status === 'accepted' && period < month),
    lastMonth: readings.find(({ status, period }) => status !== 'rejected' && period < month)?.period ?? null,
    rejected: last && !replaced ? last : null,
    lastSent: readings.find(({ status, period }) => status !== 'rejected' && period < month)?.period ?? null,
    later: readings.filter(({ status, period }) => status !== 'rejected' && period > month).at(-1) ?? null,
  };
}

/** A reading of JSON. */
export function readingOf(row: ReadingRow, dial: Dial): Reading {
  return {
    id: String(row.id),
    period: row.period.slice(0, 7),
    status: row.status,
    values: row.reading.map((text) => dialUnits(text, dial)),
    takenOn: row.taken_on,
    source: row.source,
    rejectReason: row.reject_reason,
    cancelled: row.cancelled,
    userId: row.user_id,
    locked: row.locked,
    certificateId: row.certificate_id,
  };
}

/** Whether there is a reading that counts for the month that is read now. */
export function isSent({ current }: Meter): boolean {
  return current !== null && current.status !== 'rejected';
}

/** Values as a form remembers them between two pages. */
export function valuesText({ dial }: Pick<Meter, 'dial'>, values: readonly bigint[]): string {
  return values.map((value) => dialText(value, dial)).join(' ');
}

/** What stands there already, as `valuesText`; empty for nothing. */
export function standingText(meter: Meter): string {
  return isSent(meter) ? valuesText(meter, meter.current!.values) : '';
}

/** The value that the next one is compared with, and when it was taken; null for a meter that was never read. */
export function previousOf(meter: Meter, tariff: number): { value: bigint; takenOn: string | null } | null {
  const [last] = meter.accepted;
  const value = last ? last.values[tariff] : meter.initial?.[tariff];
  return value === undefined ? null : { value, takenOn: last?.takenOn ?? meter.installedOn };
}

/** What one tariff of a meter usually uses in a month; null where too little is known. */
export function usualOfMeter(meter: Meter, tariff: number): Usual | null {
  return usualOf(meter.dial, pastOf(meter, tariff));
}

/** What is charged for a month of one tariff without readings; null where too little is known. */
export function averageOfMeter(meter: Meter, tariff: number): bigint | null {
  return averageOf(meter.dial, pastOf(meter, tariff));
}

/** Nobody wonders at so much in a month, in the smallest units of the dial. */
export function quietLimitOf({ resource, dial }: Pick<Meter, 'resource' | 'dial'>): bigint {
  return BigInt(RESOURCES[resource].quietLimit) * 10n ** BigInt(dial.decimals);
}

/** More than so much since the last accepted reading is unusual. */
export function mostOf(meter: Meter, tariff: number): bigint {
  return mostExpected({
    months: monthsSince(meter),
    usual: usualOfMeter(meter, tariff)?.month ?? null,
    quietLimit: quietLimitOf(meter),
  });
}

/** Less than so much since the last accepted reading is unusual. */
export function leastOf(meter: Meter, tariff: number): bigint {
  const usual = usualOfMeter(meter, tariff)?.month ?? null;
  return leastExpected({ dial: meter.dial, months: monthsSince(meter), usual });
}

/** So many months lie between the last accepted reading and the month that is read now, at least one. */
export function monthsSince({ accepted, installedOn, period }: Meter): number {
  const from = accepted[0]?.period ?? installedOn?.slice(0, 7) ?? period;
  return Math.max(1, monthsFrom(from, period));
}

function pastOf(meter: Meter, tariff: number): PastValue[] {
  return meter.accepted.flatMap(({ period, values }) => {
    const value = values[tariff];
    return value === undefined ? [] : [{ period, value }];
  });
}
