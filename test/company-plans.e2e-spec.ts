import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { FIRST_HOUSES, HOUSES_WITH } from '../src/accounts/houses/houses.sql.js';
import { NEXT_HOUSES } from '../src/readings/missing/missing-flats.sql.js';
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
      SELECT u.id, a.id FROM users u JOIN accounts a ON a.number = (u.public_no - 1000000)::text;`);
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

describe('A company of many houses', () => {
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
    const { sql, values } = chosenOf({}, MIDDLE, 500);
    const plan = await planOf(sql, values);
    for (const table of ['users', 'accounts', 'account_links']) {
      expect(plan).not.toContain(`Seq Scan on ${table}`);
    }
    const { rows } = await client.query(sql, [...values]);
    expect(rows).toHaveLength(500);
  });

  it('has those who would get a letter judged by joins, not one by one', async () => {
    const { sql, values } = judgedOf({}, '2026-11-29');
    expect(await planOf(sql, values)).not.toContain('SubPlan');
    const { rows } = await client.query(sql, [...values]);
    expect(rows).toEqual([{ reason: null, today: false, count: 40000, names: [] }]);
  });
});
