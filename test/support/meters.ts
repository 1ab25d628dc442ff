import { monthsUntil } from './billing.js';
import type { World } from './world.js';

export interface GivenMeter {
  resource?: string;
  number?: string;
  place?: string;
  tariffs?: number;
  capacity?: number;
  decimals?: number;
  /** What it showed when it was installed; without it the first of the readings, or 100. */
  initial?: string[] | null;
  automatic?: boolean;
  installedOn?: string;
  verificationDue?: string;
  /** Accepted readings, one a month up to the last month, oldest first; each `['123.450']`. */
  readings?: string[][];
}

let made = 0;

/** A meter of an account, or of several, as an import leaves it; gives its id. */
export async function giveMeter(
  world: World,
  accounts: string | string[],
  given: GivenMeter = {},
): Promise<string> {
  made += 1;
  const { resource = 'cold_water', tariffs = 1, readings = [], initial } = given;
  const electricity = resource === 'electricity';
  const [row] = await world.database.query<{ id: string }>(
    `WITH meter AS (
       INSERT INTO meters (resource, number, place, tariffs, capacity, decimals, initial_values, installed_on, automatic,
                           verification_due)
       VALUES ($2, $3, $4, $5, $6, $7, $8, $11, $9, $10) RETURNING id),
     links AS (INSERT INTO meter_accounts (meter_id, account_id) SELECT id, unnest($1::uuid[]) FROM meter)
     SELECT id FROM meter`,
    [
      [accounts].flat(),
      resource,
      given.number ?? `5000${made}`,
      given.place ?? 'Кухня',
      tariffs,
      given.capacity ?? (electricity ? 6 : 5),
      given.decimals ?? (electricity ? 0 : 3),
      initial === undefined ? (readings[0] ?? Array<string>(tariffs).fill('100')) : initial,
      given.automatic ?? false,
      given.verificationDue ?? null,
      given.installedOn ?? '2024-05-12',
    ],
  );
  const months = monthsUntil(monthsUntil(thisMonth(), 2)[0]!, readings.length);
  for (const [index, reading] of readings.entries()) {
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
       VALUES ($1, $2, $3, $4, 'cabinet', 'accepted', $5)`,
      [row!.id, `${months[index]}-01`, reading, `${months[index]}-22`, [accounts].flat()[0]],
    );
  }
  return row!.id;
}

/** What a resident has sent on a day, today unless told, and the office has to look at; gives its id. */
export async function giveWaiting(
  world: World,
  meterId: string,
  login: string,
  reading: string[],
  doubts = ['growth'],
  takenOn = dayOfCompany(),
): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, doubts, account_id, user_id)
     SELECT $1, date_trunc('month', $4::date), $3, $4, 'cabinet', 'sent', $5, ma.account_id, u.id
     FROM meter_accounts ma, users u WHERE ma.meter_id = $1 AND u.login = $2 LIMIT 1 RETURNING id`,
    [meterId, login, reading, takenOn, doubts],
  );
  return row!.id;
}

/** A reading that the office has taken by telephone for a month, `2026-11`. */
export async function giveReading(
  world: World,
  meterId: string,
  month: string,
  values: string[],
): Promise<void> {
  await world.database.query(
    `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status)
     VALUES ($1, $2, $3, $2, 'phone', 'accepted')`,
    [meterId, `${month}-01`, values],
  );
}

/** Lets readings be taken on every day of the month. */
export async function openWindow(world: World): Promise<void> {
  await setWindow(world, 1, 31);
}

/** The company's own rule for readings. */
export async function setWindow(
  world: World,
  startDay: number,
  endDay: number,
  strict = false,
): Promise<void> {
  await world.database.query(
    'UPDATE reading_windows SET start_day = $1, end_day = $2, strict = $3 WHERE house_id IS NULL AND resource IS NULL',
    [startDay, endDay, strict],
  );
}

/** Whether a window that was open in the month that runs can have closed; on its first two days none has. */
export function windowMayHaveClosed(): boolean {
  return Number(dayOfCompany().slice(8)) > 2;
}

/** A window of two days that has closed or, on the first two days of a month, has not opened yet. */
export async function closeWindow(world: World, strict: boolean): Promise<void> {
  const day = Number(dayOfCompany().slice(8));
  await (windowMayHaveClosed()
    ? setWindow(world, day - 2, day - 1, strict)
    : setWindow(world, 20, 21, strict));
}

/** The day in the time zone of the company that tests run, `2026-11-23`. */
export function dayOfCompany(shift = 0): string {
  const at = new Date(Date.now() + shift * 86_400_000);
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Irkutsk', dateStyle: 'short' }).format(at);
}

/** The company's month, `2026-11`. */
export function thisMonth(): string {
  return dayOfCompany().slice(0, 7);
}

/** Readings of a meter as they stand now, the newest last. */
export async function readingsOf(
  world: World,
  meterId: string,
): Promise<{ reading: string; status: string; doubts: string; period: string; superseded: boolean }[]> {
  return world.database.query(
    `SELECT array_to_string(reading, ' ') AS reading, status, array_to_string(doubts, ' ') AS doubts,
            to_char(period, 'YYYY-MM') AS period, superseded_at IS NOT NULL AS superseded
     FROM meter_readings WHERE meter_id = $1 ORDER BY id`,
    [meterId],
  );
}
