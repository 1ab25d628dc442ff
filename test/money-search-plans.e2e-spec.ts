import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import {
  documentsOf,
  hasAmount,
  hasRoubles,
  hasSum,
  hasWhole,
  inRoubles,
  partsOf,
  paymentsBy,
  paymentsFrom,
  paymentsOf,
  wholeInRoubles,
} from '../src/billing/lookup/money-search.sql.js';
import { BUILT_UPON_ACCOUNT } from '../src/billing/import/undo.sql.js';
import * as waiting from '../src/billing/unknown/waiting-payments.sql.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO houses (address) SELECT 'ул. Планов, д. ' || n FROM generate_series(1, 20) n;
    INSERT INTO units (house_id, number) SELECT id, n::text FROM houses, generate_series(1, 100) n;
    INSERT INTO accounts (number, unit_id) SELECT 'P' || row_number() OVER (), id FROM units;
    INSERT INTO batches (kind, format, file_name, sha256) VALUES ('payments', 'test', 'test.csv', 'plans');
    INSERT INTO payment_documents (account_id, period, batch_id, opening_kopecks, charged_kopecks, closing_kopecks, counted_until, due_on)
      SELECT a.id, m.day, b.id, 0, 100000 + (random() * 900000)::int, 100000 + (random() * 900000)::int, m.day, m.day
      FROM accounts a, batches b, (SELECT ('2026-01-01'::date + n * interval '1 month')::date AS day FROM generate_series(0, 9) n) m;
    INSERT INTO payments (account_id, paid_on, amount_kopecks, source, payer, batch_id, key)
      SELECT d.account_id, d.period + (row_number() OVER () % 28)::int, 100000 + (random() * 900000)::int,
        CASE WHEN random() < 0.5 THEN 'Касса' ELSE 'Сбербанк Онлайн' END,
        CASE WHEN d.id % 5000 = 0 THEN 'Суворов Иван Ильич' ELSE '' END, d.batch_id, d.id::text
      FROM payment_documents d;
    INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
      SELECT b.id, 'payments', n, 'U' || n, 100000 + (random() * 900000)::int, jsonb_build_object('paidOn', '2026-11-12',
        'payer', CASE WHEN n % 5000 = 0 THEN 'Суворов Иван Ильич' ELSE md5(n::text) END, 'purpose', md5('for ' || n))
      FROM batches b, generate_series(1, 20000) n;
    ANALYZE`);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function planOf(text: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe('Money is looked for', () => {
  it('by a payer through the index of words', async () => {
    const plan = await planOf(paymentsBy('$1', []), ['суворов*']);
    expect(plan).toContain('payments_payer');
    expect(plan).not.toContain('Seq Scan on payments');
  });

  it('by a source through the newest of each, without sorting all of them', async () => {
    const plan = await planOf(paymentsFrom('$1', [], 20), ['касса*']);
    expect(plan).toMatch(/Index (Only )?Scan Backward using payments_source/);
    expect(plan).not.toContain('Sort');
  });

  it('by a sum of a payment through its index, the newest first without sorting', async () => {
    const plan = await planOf(paymentsOf([hasAmount('$1')], 30), [328_700]);
    expect(plan).toContain('payments_amount');
    expect(plan).not.toContain('Sort');
  });

  it('by the sum of the whole among those that were divided, which are few', async () => {
    for (const one of [hasWhole('$1'), wholeInRoubles('$1')]) {
      const plan = await planOf(partsOf([one]), [328_700]);
      expect(plan).toContain('payments_parts');
      expect(plan).not.toContain('Seq Scan on payments');
    }
  });

  it('by roubles without their kopecks through the same indexes', async () => {
    const payments = await planOf(paymentsOf([inRoubles('$1')], 30), [328_700]);
    expect(payments).toContain('payments_amount');
    const found = await planOf(documentsOf([hasRoubles('$1')]), [512_300]);
    expect(found).toContain('payment_documents_sums');
    expect(found).not.toContain('Seq Scan on payment_documents');
  });

  it('by a name and roubles beside it through an index, without reading all payments', async () => {
    const ofFlats = 'p.account_id IN (SELECT unnest($2::uuid[]))';
    const { rows } = await client.query<{ id: string }>('SELECT id FROM accounts LIMIT 400');
    const ids = rows.map(({ id }) => id);
    const plan = await planOf(paymentsOf([inRoubles('$1'), ofFlats], 30), [328_700, ids]);
    expect(plan).toMatch(/payments_amount|payments_account/);
    expect(plan).not.toContain('Seq Scan on payments');
  });

  it('among those that wait by their sum and by their words, each through its index', async () => {
    const bySum = await planOf(waiting.waitingPayments([waiting.inRoubles('$1')], '6'), [328_700]);
    expect(bySum).toContain('unknown_rows_sums');
    const words = [waiting.hasWord('$1'), waiting.onDay('$2')];
    const byWords = await planOf(waiting.waitingPayments(words, '6'), ['%суворов%', '2026-11-12']);
    expect(byWords).toContain('unknown_rows_words');
    for (const plan of [bySum, byWords]) expect(plan).not.toContain('Seq Scan on unknown_rows');
  });

  it('by a sum of a document through its index', async () => {
    const plan = await planOf(documentsOf([hasSum('$1')]), [512_345]);
    expect(plan).toContain('payment_documents_sums');
    expect(plan).not.toContain('Seq Scan on payment_documents');
  });
});

describe('What holds an assignment', () => {
  it('is found among what is known of its account, however much the load has brought', async () => {
    const [account] = (await client.query<{ id: string }>('SELECT id FROM accounts LIMIT 1')).rows;
    const [load] = (await client.query<{ id: string }>('SELECT id FROM batches LIMIT 1')).rows;
    const plan = await planOf(BUILT_UPON_ACCOUNT, [load!.id, account!.id]);
    expect(plan).toContain('payment_documents_current');
    expect(plan).not.toMatch(
      /payment_documents_batch|payments_batch|Seq Scan on (?:payment_documents|payments)\b/,
    );
  });
});
