import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { FIRST_HOUSES, HOUSES_WITH } from '../src/accounts/houses/houses.sql.js';
import { COUNTED, LISTED } from '../src/readings/missing/houses.service.js';
import { MISSING_FLATS, NEXT_HOUSES } from '../src/readings/missing/missing-flats.sql.js';
import { MONTH_OF_REQUESTS } from '../src/requests/journal/report.sql.js';
import { chosenOf, judgedOf } from '../src/residents/mailings/audience.sql.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;
const MIDDLE = '80000000-0000-0000-0000-000000000000';

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    ALTER TABLE accounts DISABLE TRIGGER USER;
    ALTER TABLE account_links DISABLE TRIGGER USER;
    INSERT INTO houses (address) SELECT 'г. Иркутск, ул. Длинная, д. ' || n FROM generate_series(1, 2000) n;
    INSERT INTO units (house_id, number) SELECT id, flat::text FROM houses, generate_series(1, 20) flat;
    INSERT INTO accounts (unit_id, number) SELECT id, row_number() OVER () FROM units;
    INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at, first_name,
        middle_name, last_name, phone, status)
      SELECT 1000000 + n, 'user' || n, 'user' || n, 'user' || n || '@example.test', 'user' || n || '@example.test', now(), now(), 'Анна', '',
        'Белова', '', 'active' FROM generate_series(1, 40000) n;
    INSERT INTO account_links (user_id, account_id)
      SELECT u.id, a.id FROM users u JOIN accounts a ON a.number = (u.public_no - 1000000)::text;
    ALTER TABLE meter_accounts DISABLE TRIGGER USER;
    INSERT INTO meters (resource, number, tariffs, capacity, decimals, initial_values)
      SELECT 'cold_water', number, 1, 5, 3, '{0}' FROM accounts;
    INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meters m JOIN accounts a USING (number);
    INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, account_id)
      SELECT meter_id, '2026-11-01', '{100}', '2026-11-21', 'cabinet', 'accepted', account_id FROM meter_accounts
      WHERE hashtext(meter_id::text) % 4 <> 0;
    ALTER TABLE service_requests DISABLE TRIGGER USER;
    INSERT INTO service_requests (year, sequence, channel, registered_at, house_id, address, applicant, phone, category, emergency, text,
        state, fix_due, finished_at, closed_at)
      SELECT 2026, n, 'phone', at, h.id, h.address, '', '', 'lift', false, 'Не едет', 'closed', at + interval '1 day', at + n * interval '1 second', at
      FROM (SELECT *, row_number() OVER (ORDER BY address) AS place FROM houses) h JOIN generate_series(1, 40000) n ON h.place = n % 2000 + 1,
        LATERAL (SELECT '2026-08-01Z'::timestamptz + n * interval '4 minutes' AS at) a;`);
  await client.query('VACUUM ANALYZE');
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function planOf(text: string, values: readonly unknown[] = []): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...values]);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

/** How often a plan has gone to an index of a table, all its loops together. */
const visitsOf = (plan: string, index: string): number =>
  [...plan.matchAll(new RegExp(`using ${index} .*loops=(\\d+)\\)`, 'g'))].reduce(
    (sum, [, n]) => sum + Number(n),
    0,
  );

describe('A company of many houses', () => {
  it('has the readings of a page of houses counted flat by flat, each once', async () => {
    const { rows: listed } = await client.query<{ id: string }>(LISTED.text, ['', null, null]);
    expect(listed).toHaveLength(26);
    const houses = listed.slice(0, 4).map(({ id }) => id);
    const plan = await planOf(`(ANALYZE, TIMING off) ${COUNTED.text}`, ['2026-11-29', houses]);
    expect(plan).not.toMatch(/Seq Scan on (houses|units|accounts|meters|meter_accounts|meter_readings)/);
    expect(visitsOf(plan, 'accounts_unit')).toBe(80);
    expect(visitsOf(plan, 'meters_pkey')).toBe(80);
    const { rows } = await client.query<{ meters: number; missing: number }>(COUNTED.text, [
      '2026-11-29',
      houses,
    ]);
    expect(rows).toHaveLength(4);
    expect(rows.every(({ meters, missing }) => meters === 20 && missing >= 0 && missing < 20)).toBe(true);
    expect(rows.some(({ missing }) => missing > 0)).toBe(true);
  });

  it('has those who have not sent found by the indexes of their houses', async () => {
    const { rows: houses } = await client.query<{ id: string }>(NEXT_HOUSES, [null, 4]);
    const values = ['2026-11-29', houses.map(({ id }) => id), 'Asia/Irkutsk'];
    const plan = await planOf(`(ANALYZE, TIMING off) ${MISSING_FLATS}`, values);
    expect(plan).not.toMatch(/Seq Scan on (units|accounts|meters|meter_accounts|meter_readings|users)/);
    expect(visitsOf(plan, 'accounts_unit')).toBe(80);
    const { rows } = await client.query<{ house: string }>(MISSING_FLATS, values);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0]!.house).toBe('г. Иркутск, ул. Длинная, д. 1');
  });

  it('has a month of requests tallied by its index, and of houses only those that are shown', async () => {
    const values = ['2026-11-01', '2026-12-01', 'Asia/Irkutsk', new Date('2026-11-29')];
    const plan = await planOf(MONTH_OF_REQUESTS.text, [...values, 20]);
    expect(plan).toContain('service_requests_registered');
    expect(plan).not.toContain('Seq Scan on service_requests');
    const { rows } = await client.query<{ set: string; houses: number }>(MONTH_OF_REQUESTS.text, [
      ...values,
      20,
    ]);
    expect(rows.filter(({ set }) => set === 'house')).toHaveLength(20);
    const { rows: all } = await client.query<{ set: string }>(MONTH_OF_REQUESTS.text, [...values, null]);
    expect(all.filter(({ set }) => set === 'house')).toHaveLength(rows[0]!.houses);
    expect(rows[0]!.houses).toBe(2000);
  });

  it('has its list of houses counted for the houses of the page only', async () => {
    for (const [text, values] of [
      [FIRST_HOUSES.text, []],
      [HOUSES_WITH.text, ['Длинная, д. 17']],
    ] as const) {
      const plan = await planOf(text, values);
      expect([text, plan]).toEqual([text, expect.not.stringContaining('Seq Scan on accounts')]);
    }
  });

  it('has its houses taken page by page from their index, 2 before 10', async () => {
    expect(await planOf(NEXT_HOUSES, [null, 16])).toContain('houses_in_order');
    const { rows } = await client.query<{ id: string; address: string }>(NEXT_HOUSES, [null, 3]);
    expect(rows.map(({ address }) => address.split(' ').at(-1))).toEqual(['1', '2', '3']);
    const { rows: more } = await client.query<{ address: string }>(NEXT_HOUSES, [rows[2]!.id, 1]);
    expect(more[0]!.address).toContain('д. 4');
  });

  it('has a portion of a letter to everybody chosen without looking at everybody', async () => {
    const { sql, values } = chosenOf({}, '2026-11-29', MIDDLE, 500);
    const plan = await planOf(sql, values);
    for (const table of ['users', 'accounts', 'account_links']) {
      expect(plan).not.toContain(`Seq Scan on ${table}`);
    }
    const { rows } = await client.query(sql, [...values]);
    expect(rows).toHaveLength(500);
  });

  it('has debtors of all houses found by their last months, whatever was charged before', async () => {
    await client.query(`
      INSERT INTO batches (kind, format, file_name, sha256) VALUES ('charges', 'test', 'test.csv', 'plans');
      INSERT INTO payment_documents (account_id, period, batch_id, opening_kopecks, charged_kopecks, closing_kopecks, counted_until, due_on)
        SELECT a.id, m.day, b.id, 0, 100000, 100000, m.day, m.day + 40 FROM batches b, (SELECT id FROM accounts LIMIT 500) a,
          (SELECT ('2024-12-01'::date + n * interval '1 month')::date AS day FROM generate_series(0, 23) n) m;
      ANALYZE payment_documents`);
    const { sql, values } = chosenOf({ debt: '100000' }, '2026-11-29', MIDDLE, 500);
    expect(await planOf(sql, values)).toMatch(/Index Cond: \(.*account_id = .*period >= /);
  });

  it('has those who would get a letter judged by joins, not one by one', async () => {
    const { sql, values } = judgedOf({}, '2026-11-29');
    expect(await planOf(sql, values)).not.toContain('SubPlan');
    const { rows } = await client.query(sql, [...values]);
    expect(rows).toEqual([{ reason: null, today: false, count: 40000, names: [] }]);
  });
});
