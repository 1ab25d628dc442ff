import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { LOST_ZEROS } from '../src/billing/import/matching.sql.js';
import { LEAVE_MENTIONED } from '../src/billing/import/payments.sql.js';
import { LIKELY } from '../src/billing/panel/unknown-rows.admin.js';
import { Office } from './support/exchange.js';

let office: Office;
beforeAll(async () => {
  office = await Office.open(20_000);
});
afterAll(() => office?.close());

it('An accountant who looks at waiting rows does not have all accounts read for each of them', async () => {
  await office.database.query(`
    CREATE TABLE incoming_accounts AS SELECT 'x' || n AS account, NULL::text AS ident, NULL::uuid AS account_id
      FROM generate_series(1, 20) n;
    CREATE TABLE planned AS SELECT n AS row, ''::text AS account, '{}'::text[] AS named, ARRAY['1', '2'] AS mentioned,
      (SELECT id FROM accounts LIMIT 1) AS account_id FROM generate_series(1, 20) n;
    ANALYZE`);
  for (const sql of [LOST_ZEROS, LEAVE_MENTIONED, `SELECT ${LIKELY} FROM unknown_rows u`]) {
    const plan = await office.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect([text, /Seq Scan on accounts/.exec(text)]).toEqual([text, null]);
  }
});
