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
  it('are read from the sums of days, and rows without an account are found by their index', async () => {
    const sql = paymentsBySource(false);
    const days = ['2026-01-12', '2026-01-12'];
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, days);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).not.toMatch(/ on payments /);
    expect(plan).toContain('unknown_rows_days');
    expect(plan).not.toMatch(/Seq Scan on (payments|unknown_rows)/);
    const { rows: sums } = await client.query<{ set: string; count: number }>(sql, days);
    expect(sums.map(({ set, count }) => [set, count])).toEqual([
      ['paid', 1000],
      ['waiting', 334],
    ]);
  });

  it('are kept by source and load whatever is done to payments', async () => {
    const kept = async (what: string) => {
      await client.query(what);
      const { rows } = await client.query(`
        SELECT paid_on, source, batch_id, count(*)::integer AS count, sum(amount_kopecks)::bigint AS kopecks,
          sum(commission_kopecks)::bigint AS commission_kopecks FROM payments GROUP BY 1, 2, 3
        EXCEPT SELECT * FROM payment_days`);
      const { rows: over } = await client.query(`
        SELECT paid_on, source, batch_id FROM payment_days EXCEPT SELECT paid_on, source, batch_id FROM payments`);
      expect([what, rows, over]).toEqual([what, [], []]);
    };
    await kept(`INSERT INTO payments (account_id, paid_on, amount_kopecks, commission_kopecks, source, batch_id, key)
      SELECT account_id, paid_on, 700 + id % 7, id % 3, source, batch_id, 'again ' || key FROM payments WHERE id % 10 = 0`);
    await kept("UPDATE payments SET paid_on = paid_on + 1, source = 'Банк' WHERE id % 311 = 0");
    await kept('UPDATE payments SET amount_kopecks = -5, commission_kopecks = 9 WHERE id % 313 = 0');
    await kept('UPDATE payments SET document_id = NULL');
    await kept("DELETE FROM payments WHERE source = 'Касса' OR id % 177 <> 0");
    await kept("UPDATE payments SET paid_on = '2026-05-05'");
    await kept('DELETE FROM payments');
  });

  it('are kept while several write payments of one load, and nobody locks another out', async () => {
    const [account] = (await client.query<{ id: string }>('SELECT min(id::text)::uuid AS id FROM accounts'))
      .rows;
    const writers = Array.from({ length: 6 }, () => new pg.Client({ connectionString: database.url }));
    await Promise.all(writers.map((one) => one.connect()));
    try {
      await Promise.all(
        writers.map(async (one, writer) => {
          for (let turn = 0; turn < 20; turn += 1) {
            const key = `${writer}-${turn}`;
            await one.query(
              `INSERT INTO payments (account_id, paid_on, amount_kopecks, source, batch_id, key)
               SELECT $1, '2026-06-01'::date + n % 3, 100, 'Касса ' || n % 2, (SELECT max(id) FROM batches), $2 || ' ' || n
               FROM generate_series(1, 12) n`,
              [account!.id, key],
            );
            await one.query(
              "DELETE FROM payments WHERE key LIKE $1 || ' %' AND right(key, 1) IN ('1', '3')",
              [key],
            );
          }
        }),
      );
    } finally {
      await Promise.all(writers.map((one) => one.end()));
    }
    const { rows } = await client.query(
      'SELECT sum(count)::integer AS count, sum(kopecks)::integer AS kopecks FROM payment_days',
    );
    const { rows: real } = await client.query(
      'SELECT count(*)::integer AS count, sum(amount_kopecks)::integer AS kopecks FROM payments',
    );
    expect(rows).toEqual(real);
    expect(rows[0]).toEqual({ count: 6 * 20 * 9, kopecks: 6 * 20 * 9 * 100 });
  });
});
