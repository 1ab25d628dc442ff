import { type Dial, dialUnits } from './dial.js';
import { consumed, monthsFrom, mostExpected, type PastValue, usualOf } from './reading-check.js';
import { type ReadingWindow, windowAt } from './reading-window.js';
import { RESOURCES, type Resource } from './resource.js';

export type ReadingStatus = 'sent' | 'accepted' | 'rejected';
export type ReadingSource = 'cabinet' | 'link' | 'phone' | 'visit' | 'import' | 'replacement';

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
  /** What was sent for the window's period and still counts, or was rejected last; null when nothing was. */
  readonly current: Reading | null;
  /** What was accepted before that period, newest first. */
  readonly accepted: readonly Reading[];
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
  locked: boolean;
  certificate_id: string | null;
}

/** The meter of a row on a day of the company's calendar. */
export function meterOf(row: MeterRow, today: string): Meter {
  const dial = { capacity: row.capacity, decimals: row.decimals };
  const rule = {
    startDay: row.start_day,
    endDay: row.end_day,
    endsNextMonth: row.ends_next_month,
    strict: row.strict,
  };
  const window = windowAt(today, rule);
  const readings = (row.readings ?? []).map((one) => readingOf(one, dial));
  const ofPeriod = readings.filter(({ period }) => period === window.period);
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
    current: ofPeriod.find(({ status }) => status !== 'rejected') ?? ofPeriod[0] ?? null,
    accepted: readings.filter(({ status, period }) => status === 'accepted' && period < window.period),
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
    locked: row.locked,
    certificateId: row.certificate_id,
  };
}

/** The value that the next one is compared with, and when it was taken; null for a meter that was never read. */
export function previousOf(meter: Meter, tariff: number): { value: bigint; takenOn: string | null } | null {
  const [last] = meter.accepted;
  const value = last ? last.values[tariff] : meter.initial?.[tariff];
  return value === undefined ? null : { value, takenOn: last?.takenOn ?? meter.installedOn };
}

/** What one tariff of a meter usually uses in a month; null where too little is known. */
export function usualOfMeter(meter: Meter, tariff: number): bigint | null {
  return usualOf(meter.dial, pastOf(meter, tariff));
}

/** The least and the most that was used in one of the last months; null where fewer than three are known. */
export function rangeOfMeter(meter: Meter, tariff: number): { least: bigint; most: bigint } | null {
  const past = pastOf(meter, tariff);
  const months = past.flatMap(({ period, value }, index) => {
    const before = past[index + 1];
    if (!before) return [];
    return [
      consumed(meter.dial, before.value, value) / BigInt(Math.max(1, monthsFrom(before.period, period))),
    ];
  });
  if (months.length < 3) return null;
  const sorted = [...months].sort((a, b) => (a < b ? -1 : 1));
  return { least: sorted[0]!, most: sorted.at(-1)! };
}

/** Nobody wonders at so much in a month, in the smallest units of the dial. */
export function calmOf({ resource, dial }: Pick<Meter, 'resource' | 'dial'>): bigint {
  return BigInt(RESOURCES[resource].calm) * 10n ** BigInt(dial.decimals);
}

/** More than so much since the last accepted reading is unusual. */
export function mostOf(meter: Meter, tariff: number): bigint {
  return mostExpected({
    months: monthsSince(meter),
    usual: usualOfMeter(meter, tariff),
    calm: calmOf(meter),
  });
}

/** So many months lie between the last accepted reading and the window, at least one. */
export function monthsSince(meter: Meter): number {
  const from = meter.accepted[0]?.period ?? meter.installedOn?.slice(0, 7) ?? meter.window.period;
  return Math.max(1, monthsFrom(from, meter.window.period));
}

function pastOf(meter: Meter, tariff: number): PastValue[] {
  return meter.accepted.flatMap(({ period, values }) => {
    const value = values[tariff];
    return value === undefined ? [] : [{ period, value }];
  });
}
