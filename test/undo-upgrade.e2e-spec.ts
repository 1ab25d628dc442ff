import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createDatabase, type Database, migrateBefore } from './support/database.js';
import { migrate } from '../src/core/migrate.js';

let database: Database;
beforeEach(async () => {
  database = await createDatabase({ empty: true });
});
afterEach(() => database?.drop());

const MANY = 20_000;

/** A batch of then; gives its number. */
async function batch(kind: string, day: string, undone?: string): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO batches (kind, format, file_name, sha256, created_at, undone_at)
     VALUES ($1, 'csv', 'f.csv', gen_random_uuid()::text, $2, $3) RETURNING id`,
    [kind, day, undone ?? null],
  );
  return row!.id;
}

describe('A resident whose document counted a payment that had been taken back', () => {
  it('owes what is true after the upgrade, in the months that stand on it too', async () => {
    await migrateBefore(database.url, 1700000000175);
    const [account] = await database.query<{ id: string }>(
      `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Лесная, д. 4') RETURNING id),
            unit AS (INSERT INTO units (house_id, number) SELECT id, '1' FROM house RETURNING id)
       INSERT INTO accounts (unit_id, number) SELECT id, '0100000001' FROM unit RETURNING id`,
    );
    const balances = await batch('balances', '2026-09-01');
    await database.query(
      `INSERT INTO balance_statements (account_id, as_of, amount_kopecks, batch_id) VALUES ($1, '2026-08-31', 300, $2)`,
      [account!.id, balances],
    );
    const lost = await batch('payments', '2026-10-20', '2026-11-20');
    const kept = await batch('payments', '2026-10-21');
    const october = await batch('charges', '2026-11-01');
    const november = await batch('charges', '2026-11-10');
    const document = async (period: string, batchId: string, sums: number[], day: string) => {
      const [row] = await database.query<{ id: string }>(
        `INSERT INTO payment_documents (account_id, period, batch_id, opening_kopecks, charged_kopecks, paid_kopecks,
           closing_kopecks, counted_until, due_on, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $2::date + 29, $2::date + 40, $8) RETURNING id`,
        [account!.id, period, batchId, ...sums, day],
      );
      return row!.id;
    };
    // 70 of these 570 kopecks are a payment that is there; 500 are no more.
    const first = await document('2026-10-01', october, [300, 1000, 570, 730], '2026-11-01');
    await document('2026-11-01', november, [730, 100, 0, 830], '2026-11-10');
    const [payment] = await database.query<{ id: string }>(
      `INSERT INTO payments (account_id, paid_on, amount_kopecks, batch_id, document_id, key)
       VALUES ($1, '2026-10-12', 70, $2, $3, 'k') RETURNING id`,
      [account!.id, kept, first],
    );
    await database.query(
      `INSERT INTO payment_moves (batch_id, payment_id, document_id) VALUES ($1, 999, $2), ($1, $3, 888)`,
      [lost, first, payment!.id],
    );

    await migrate({ databaseUrl: database.url, databaseOwnerUrl: database.url });

    expect(
      await database.query(
        `SELECT opening_kopecks::integer AS opening, paid_kopecks::integer AS paid, closing_kopecks::integer AS closing
         FROM payment_documents ORDER BY period`,
      ),
    ).toEqual([
      { opening: 300, paid: 70, closing: 1230 },
      { opening: 1230, paid: 0, closing: 1330 },
    ]);
    expect(await database.query('SELECT balance_kopecks::integer AS owed FROM accounts')).toEqual([
      { owed: 1330 },
    ]);
    expect(await database.query('SELECT FROM payment_moves')).toEqual([]);
  });
});

describe('An office with many documents that may have counted payments since taken back', () => {
  it('is upgraded in time that grows with them and not with their square', async () => {
    await migrateBefore(database.url, 1700000000175);
    const payments = await batch('payments', '2026-10-20');
    await batch('payments', '2026-10-20', '2026-11-20');
    const charges = await batch('charges', '2026-11-01');
    await database.query(
      `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Лесная, д. 4') RETURNING id),
            unit AS (INSERT INTO units (house_id, number) SELECT id, n FROM house, generate_series(1, ${MANY}) n RETURNING id)
       INSERT INTO accounts (unit_id, number) SELECT id, '01' || row_number() OVER () FROM unit`,
    );
    await database.query(
      `INSERT INTO payment_documents (account_id, period, batch_id, opening_kopecks, charged_kopecks, paid_kopecks,
         closing_kopecks, counted_until, due_on, created_at)
       SELECT id, '2026-10-01', $1, 0, 1000, 570, 430, '2026-10-30', '2026-11-10', '2026-11-01' FROM accounts`,
      [charges],
    );
    await database.query(
      `INSERT INTO payments (account_id, paid_on, amount_kopecks, batch_id, document_id, key)
       SELECT account_id, '2026-10-12', 70, $1, id, 'k' || id FROM payment_documents`,
      [payments],
    );
    await database.query('ANALYZE');
    const start = performance.now();
    await migrate({ databaseUrl: database.url, databaseOwnerUrl: database.url });
    const took = performance.now() - start;
    expect(await database.query('SELECT DISTINCT balance_kopecks::integer AS owed FROM accounts')).toEqual([
      { owed: 930 },
    ]);
    expect(took).toBeLessThan(40_000);
  });
});
