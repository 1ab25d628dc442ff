import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { askedMeters, takenMonth } from '../src/readings/missing/missing.sql.js';
import { monthsAfter } from '../src/text/month.js';
import { monthOfDay, windowAt } from '../src/meters/reading-window.js';
import { createDatabase, type Database } from './support/database.js';

/** From the end of a leap year's February to the end of the year after. */
const DAYS = Array.from({ length: 680 }, (_, index) =>
  new Date(Date.UTC(2028, 1, 25 + index)).toISOString().slice(0, 10),
);
const RULES: [number, number, boolean][] = [
  [20, 25, false],
  [1, 31, false],
  [25, 31, false],
  [1, 1, false],
  [31, 31, false],
  [15, 3, true],
  [31, 27, true],
  [28, 1, true],
];

let database: Database;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

interface Row extends Record<string, unknown> {
  day: string;
  month: string;
  opened: string;
  opens: string;
  closes: string;
}

describe('The database counts months of readings as the pages do', () => {
  it.each(RULES)('when readings are taken from day %i to day %i, of the next month — %s', async (...rule) => {
    const [startDay, endDay, endsNextMonth] = rule;
    await database.query(
      'UPDATE reading_windows SET start_day = $1, end_day = $2, ends_next_month = $3 WHERE house_id IS NULL',
      rule,
    );
    await database.query(
      `WITH house AS (INSERT INTO houses (address) VALUES ('Дом ' || gen_random_uuid()) RETURNING id),
       unit AS (INSERT INTO units (house_id, number) SELECT id, '1' FROM house RETURNING id),
       account AS (INSERT INTO accounts (number, unit_id, owner_name) SELECT left(gen_random_uuid()::text, 12), id, '' FROM unit
                   RETURNING id),
       meter AS (INSERT INTO meters (resource, number, capacity, decimals)
                 VALUES ('cold_water', gen_random_uuid()::text, 5, 3) RETURNING id)
       INSERT INTO meter_accounts (meter_id, account_id) SELECT meter.id, account.id FROM meter, account`,
    );
    const rows = await database.query<Row>(
      `SELECT d.day::date::text AS day, to_char(charged_month(d.day::date, w.end_day, w.ends_next_month), 'YYYY-MM') AS month,
         to_char(opened_month(d.day::date, w.start_day), 'YYYY-MM') AS opened, asked.*
       FROM unnest($1::text[]) d (day) CROSS JOIN reading_windows w
       CROSS JOIN LATERAL (
         SELECT to_char(w.period, 'YYYY-MM') AS period, w.opens::text, w.closes::text
         FROM ${askedMeters(takenMonth('d.day::date'))} LIMIT 1) asked`,
      [DAYS],
    );
    expect(rows).toHaveLength(DAYS.length);
    const days = { startDay, endDay, endsNextMonth };
    for (const { day, month, period, opened, opens, closes } of rows) {
      const window = windowAt(day, days);
      const wanted = {
        month: monthOfDay(day, days),
        period: monthOfDay(day, days),
        opened: window.open ? window.period : monthsAfter(window.period, -1),
        open: window.open,
      };
      const open = opens <= day && day <= closes;
      expect({ day, month, period, opened, open }).toEqual({ day, ...wanted });
      if (open) expect({ opens, closes }).toEqual({ opens: window.opens, closes: window.closes });
    }
  });

  it('on each day of four years, by every rule that there can be', async () => {
    const rows = await database.query<{
      start: number;
      end: number;
      next: boolean;
      days: string[];
      months: string[];
      opened: string[];
    }>(
      `SELECT s AS start, e AS end, next, array_agg(d::date::text ORDER BY d) AS days,
         array_agg(left(charged_month(d::date, e, next)::text, 7) ORDER BY d) AS months,
         array_agg(left(opened_month(d::date, s)::text, 7) ORDER BY d) AS opened
       FROM generate_series(1, 31) s, generate_series(1, 31) e, (VALUES (false), (true)) n (next),
         generate_series('2026-01-01'::timestamp, '2029-12-31', '1 day') d
       WHERE CASE WHEN next THEN e < s ELSE e >= s END GROUP BY s, e, next`,
    );
    expect(rows).toHaveLength(31 * 31);
    const wrong: unknown[] = [];
    const calendar = rows[0]!.days.map((day) => {
      const month = day.slice(0, 7);
      const lastDay = new Date(Date.UTC(Number(day.slice(0, 4)), Number(day.slice(5, 7)), 0)).getUTCDate();
      return { month, before: monthsAfter(month, -1), number: Number(day.slice(8)), lastDay };
    });
    for (const { start, end, next, days, months, opened } of rows) {
      const rule = { startDay: start, endDay: end, endsNextMonth: next };
      expect(days).toHaveLength(1461);
      for (const [index, day] of days.entries()) {
        const { month, before, number, lastDay } = calendar[index]!;
        const last = number >= Math.min(start, lastDay) ? month : before;
        if (months[index] !== monthOfDay(day, rule) || opened[index] !== last) {
          wrong.push({ day, ...rule, month: months[index], opened: opened[index] });
        }
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  });
});
