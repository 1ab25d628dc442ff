import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { paymentsBySource } from '../src/billing/reports/day-payments.sql.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO houses (address) VALUES ('ул. Планов, д. 1');
    INSERT INTO units (house_id, number) SELECT id, n::text FROM houses, generate_series(1, 1000) n;
    INSERT INTO accounts (unit_id, number) SELECT id, 'P' || number FROM units;
    INSERT INTO batches (kind, format, file_name, sha256) VALUES ('payments', 'test', 'test.csv', 'plans');
    INSERT INTO payments (account_id, paid_on, amount_kopecks, source, batch_id, key)
      SELECT a.id, '2026-01-01'::date + n, 100000, CASE WHEN n % 2 = 0 THEN 'Касса' ELSE 'Почта России' END, b.id, a.id || ' ' || n
      FROM accounts a, batches b, generate_series(0, 59) n;
    INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
      SELECT b.id, 'payments', n, '', 100, jsonb_build_object('type', 'payment', 'source', 'Касса', 'paidOn', '2026-01-01'::date + n % 60)
      FROM batches b, generate_series(1, 20000) n`);
  await client.query('VACUUM ANALYZE');
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe('Payments of a day', () => {
  it('are added up from their index alone, and rows without an account are found by theirs', async () => {
    const sql = paymentsBySource(false);
    const days = ['2026-01-12', '2026-01-12'];
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, days);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('Index Only Scan using payments_by_day');
    expect(plan).toContain('unknown_rows_days');
    expect(plan).not.toMatch(/Seq Scan on (payments|unknown_rows)/);
    const { rows: sums } = await client.query<{ set: string; count: number }>(sql, days);
    expect(sums.map(({ set, count }) => [set, count])).toEqual([
      ['paid', 1000],
      ['waiting', 334],
    ]);
  });
});
