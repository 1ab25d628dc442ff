import { monthsUntil } from './billing.js';
import type { World } from './world.js';

interface GivenMeter {
  resource?: string;
  number: string;
  place?: string;
  tariffs?: number;
  capacity?: number;
  decimals?: number;
  initial?: string[];
  automatic?: boolean;
  verificationDue?: string;
  removedOn?: string;
  /** Accepted readings, one a month up to the last month, oldest first; each `['123.450']`. */
  readings?: string[][];
}

/** A meter of an account as an import leaves it; gives its id. */
export async function giveMeter(world: World, accountId: string, meter: GivenMeter): Promise<string> {
  const { tariffs = 1, capacity = 5, decimals = 3, readings = [] } = meter;
  const [row] = await world.database.query<{ id: string }>(
    `WITH meter AS (
       INSERT INTO meters (resource, number, place, tariffs, capacity, decimals, initial_values, installed_on, automatic,
                           verification_due, removed_on)
       VALUES ($2, $3, $4, $5, $6, $7, $8, '2020-01-15', $9, $10, $11) RETURNING id),
     link AS (INSERT INTO meter_accounts (meter_id, account_id) SELECT id, $1 FROM meter)
     SELECT id FROM meter`,
    [
      accountId,
      meter.resource ?? 'cold_water',
      meter.number,
      meter.place ?? 'ванная',
      tariffs,
      capacity,
      decimals,
      meter.initial ?? Array<string>(tariffs).fill('0'),
      meter.automatic ?? false,
      meter.verificationDue ?? null,
      meter.removedOn ?? null,
    ],
  );
  const months = monthsUntil(monthsUntil(thisMonth(), 2)[0]!, readings.length);
  for (const [index, reading] of readings.entries()) {
    await world.database.query(
      `INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
       VALUES ($1, $2, $3, $4, 'cabinet', 'accepted', $5)`,
      [row!.id, `${months[index]}-01`, reading, `${months[index]}-22`, accountId],
    );
  }
  return row!.id;
}

/** The company's own rule for readings; from the first day to the last it is always open. */
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

/** A window of two days that does not hold today. */
export async function closeWindow(world: World, strict: boolean): Promise<void> {
  const day = Number(today().slice(8));
  await setWindow(world, day < 15 ? 20 : 3, day < 15 ? 21 : 4, strict);
}

/** The company's day, `2026-11-23`. */
export function today(): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Irkutsk' }).format(new Date());
}

/** The company's month, `2026-11`. */
export function thisMonth(): string {
  return today().slice(0, 7);
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
