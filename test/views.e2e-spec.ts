import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { UNIT_TYPES } from '../src/accounts/address.js';
import { checkValue } from '../src/meters/reading-check.js';
import { standsOut } from '../src/readings/import/readings.sql.js';
import { MAY_SEND } from '../src/readings/readings.sql.js';
import { nonBreaking } from '../src/text/russian.js';
import { createDatabase, type Database } from './support/database.js';
import { projectPath } from './support/project.js';

let database: Database;
beforeAll(async () => {
  database = await createDatabase();
});
afterAll(() => database?.drop());

const plan = async (sql: string, params: unknown[] = []) =>
  (await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN (VERBOSE) ${sql}`, params))
    .map((row) => row['QUERY PLAN'])
    .join('\n');

describe('What modules offer of their tables', () => {
  it('an address ends with the unit, if there is one, by the word of its kind', async () => {
    const cases = [
      [
        'г. Иркутск, ул. Лесная, д. 4',
        'flat',
        '15',
        'г.\u00a0Иркутск, ул.\u00a0Лесная, д.\u00a04, кв.\u00a015',
      ],
      ['с. Хомутово, ул. Лесная, д. 4', 'house', '', 'с.\u00a0Хомутово, ул.\u00a0Лесная, д.\u00a04'],
      ['с. Хомутово, ул. Лесная', 'house', '4а', 'с.\u00a0Хомутово, ул.\u00a0Лесная, 4а'],
      ...Object.entries(UNIT_TYPES).flatMap(([type, { short }]) => [
        ['Посёлок 5', type, '7', `Посёлок 5, ${short === '' ? '7' : nonBreaking(`${short} 7`)}`],
        ['Посёлок 5', type, '', 'Посёлок 5'],
      ]),
    ] as const;
    for (const [house, type, unit, wanted] of cases) {
      const [row] = await database.query<{ address: string }>('SELECT full_address($1, $2, $3) AS address', [
        ...[house, type, unit],
      ]);
      expect({ type, unit, address: nonBreaking(row!.address) }).toEqual({ type, unit, address: wanted });
    }
  });

  it('whoever asks for the number of an account pays for no house', async () => {
    expect(await plan('SELECT number, closed FROM account_places')).not.toMatch(/units|houses/);
    const whole = await plan('SELECT address FROM account_places WHERE house_id = gen_random_uuid()');
    expect(whole).toContain('units');
    expect(whole).not.toContain('full_address');
  });

  it('months are counted within the query', async () => {
    const text = await plan(
      'SELECT charged_month(r.taken_on, w.end_day, w.ends_next_month), opened_month(r.taken_on, w.start_day) FROM meter_readings r, reading_windows w',
    );
    expect(text).toContain('date_trunc');
    expect(text).not.toMatch(/charged_month|opened_month/);
  });

  it('the office cannot take an account away while its resident is sending readings', async () => {
    const [link] = await database.query<{ user_id: string; account_id: string }>(
      `WITH house AS (INSERT INTO houses (address) VALUES ('ул. Лесная, д. 9') RETURNING id),
       unit AS (INSERT INTO units (house_id, number) SELECT id, '1' FROM house RETURNING id),
       account AS (INSERT INTO accounts (number, unit_id) SELECT '0100009901', id FROM unit RETURNING id),
       person AS (
         INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_hash,
                            password_changed_at, first_name, last_name, phone, status)
         VALUES (9901, 'sends', 'sends', 'sends@example.test', 'sends@example.test', now(), 'x', now(), 'Анна', 'Лесная', '', 'active')
         RETURNING id)
       INSERT INTO account_links (user_id, account_id) SELECT person.id, account.id FROM person, account
       RETURNING user_id, account_id`,
    );
    const sender = new pg.Client({ connectionString: database.url });
    await sender.connect();
    try {
      await sender.query('BEGIN');
      expect((await sender.query(MAY_SEND, [link!.user_id, link!.account_id])).rows).toHaveLength(1);
      await expect(
        database.query(
          `DO $$ BEGIN PERFORM set_config('lock_timeout', '200ms', true);
           UPDATE account_links SET ended_at = now(), ended_by = 'staff' WHERE ended_at IS NULL; END $$`,
        ),
      ).rejects.toThrow(/lock timeout/);
      await database.query('UPDATE accounts SET closed = false');
    } finally {
      await sender.end();
    }
  });

  it('a developer finds each table and each key between tables in ARCHITECTURE.md', async () => {
    const keys = await database.query<{ line: string }>(
      `SELECT format('%s }o--|| %s : "%s"', k.owner, k.target, string_agg(k.columns, ', ' ORDER BY k.columns)) AS line
       FROM (SELECT c.conrelid::regclass AS owner, c.confrelid::regclass AS target,
               (SELECT string_agg(attname, ' ') FROM pg_attribute WHERE attrelid = c.conrelid AND attnum = ANY (c.conkey)) AS columns
             FROM pg_constraint c WHERE c.contype = 'f') k
       GROUP BY k.owner, k.target ORDER BY 1`,
    );
    const tables = await database.query<{ name: string; keys: string }>(
      `SELECT c.relname AS name, string_agg(format('%s %s', CASE format_type(a.atttypid, NULL)
           WHEN 'character varying' THEN 'varchar' ELSE format_type(a.atttypid, NULL) END, a.attname), ' '
           ORDER BY array_position(i.indkey::int2[], a.attnum)) AS keys
       FROM pg_class c JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
       JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = ANY (i.indkey)
       WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND c.relname <> 'migrations'
       GROUP BY c.relname ORDER BY 1`,
    );
    const drawn = /```mermaid\s+erDiagram\n([^]*?)```/.exec(
      readFileSync(projectPath('ARCHITECTURE.md'), 'utf8'),
    )?.[1];
    const lines = (drawn ?? '').split('\n').map((line) => line.trim());
    expect(lines.filter((line) => line.includes('}o--')).sort()).toEqual(keys.map(({ line }) => line).sort());
    expect(lines.filter((line) => line.includes('{ ')).sort()).toEqual(
      tables.map(({ name, keys: its }) => `${name} { ${its} }`).sort(),
    );
  });
});

describe('A value in a file', () => {
  it('that a resident would be asked about, or could not send, is looked at', async () => {
    let seed = 20_261_128;
    const below = (most: number) => (seed = (seed * 48_271) % 2_147_483_647) % most;
    const values = Array.from({ length: 20_000 }, () => {
      const calm = 1 + below(2000);
      const months = 1 + below(14);
      const was = below(100_000);
      const third = Math.floor((months * calm) / 3);
      const near = [was, was - 1, was + third, was + third + 1, was + months * calm, 0, 99_999];
      const now = Math.max(0, [...near, below(100_000)][below(8)]!);
      return { was, now, months, calm };
    });
    const rows = await database.query<{ out: boolean }>(
      `SELECT ${standsOut('v.now', 'v.was', 'v.months', 'v.calm')} AS out
       FROM unnest($1::numeric[], $2::numeric[], $3::integer[], $4::integer[]) WITH ORDINALITY
         AS v (was, now, months, calm, place) ORDER BY v.place`,
      (['was', 'now', 'months', 'calm'] as const).map((key) => values.map((value) => value[key])),
    );
    const judged = values.map(({ was, now, months, calm }) => {
      const check = { dial: { capacity: 5, decimals: 0 }, months, quietLimit: BigInt(calm) };
      const value = { ...check, previous: BigInt(was), current: BigInt(now) };
      return [0n, null, BigInt(calm)].map((usual) => checkValue({ ...value, usual }));
    });
    expect(rows.map(({ out }) => out)).toEqual(judged.map(([strict]) => strict!.kind !== 'ok'));
    const missed = judged.filter((all, index) => all.some(({ kind }) => kind !== 'ok') && !rows[index]!.out);
    expect(missed).toEqual([]);
  });
});
