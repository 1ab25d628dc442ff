import { dayIn } from '../dist/core/clock.js';
import { windowAt } from '../dist/meters/reading-window.js';
import { startWorld } from './world.mjs';

const ACCOUNTS = 50_000;
const MONTHS = 12;
const TIME_ZONE = 'Asia/Irkutsk';
const WINDOW = { startDay: 20, endDay: 25, endsNextMonth: false, strict: false };
/** What each meter has shown at first and what it counts in a month: so much that nobody asks. */
const METERS = [
  { resource: 'cold_water', capacity: 5, decimals: 3, first: 100, monthly: 5 },
  { resource: 'hot_water', capacity: 5, decimals: 3, first: 50, monthly: 3 },
  { resource: 'electricity', capacity: 6, decimals: 0, first: 2000, monthly: 168 },
];

/** The base of a mid-size company on the last evening of a window: a year of readings of three meters in each flat. */
export async function startReadingsWorld(accounts = ACCOUNTS) {
  const world = await startWorld(accounts);
  const { period } = windowAt(dayIn(new Date(), TIME_ZONE), WINDOW);
  const rows = METERS.map(
    ({ resource, capacity, decimals, first, monthly }) =>
      `('${resource}', ${capacity}, ${decimals}, ${first}, ${monthly})`,
  );
  await world.database.query(`
    CREATE TEMPORARY TABLE kinds (resource text, capacity int, decimals int, first int, monthly int);
    INSERT INTO kinds VALUES ${rows.join(', ')};
    CREATE TEMPORARY TABLE installed AS
      SELECT gen_random_uuid() AS id, a.id AS account_id, a.number, k.* FROM accounts a, kinds k;
    INSERT INTO meters (id, resource, number, place, capacity, decimals, verification_due)
      SELECT id, resource, number, 'Санузел', capacity, decimals, '2031-03-01' FROM installed;
    INSERT INTO meter_accounts (meter_id, account_id) SELECT id, account_id FROM installed;
    INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
      SELECT i.id, p.period, ARRAY[i.first + i.monthly * p.n]::numeric[], p.period + 21, 'cabinet', 'accepted', i.account_id
      FROM generate_series(1, ${MONTHS}) AS s(n),
           LATERAL (SELECT s.n, ('${period}-01'::date + (s.n - ${MONTHS + 1}) * interval '1 month')::date AS period) p, installed i
      ORDER BY p.period;
    DROP TABLE kinds;
    ANALYZE;`);
  const { rows: meters } = await world.database.query(
    'SELECT id, account_id, first + monthly * $1::int AS next FROM installed',
    [MONTHS + 1],
  );
  await world.database.query('DROP TABLE installed; CHECKPOINT');
  const next = new Map(meters.map((meter) => [meter.id, String(meter.next)]));
  return { ...world, period, meters, next, accounts };
}
