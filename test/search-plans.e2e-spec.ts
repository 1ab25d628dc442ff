import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { AMONG, SETTINGS, THROUGH } from '../src/search/entry-search.service.js';
import { lettersAway } from '../src/accounts/search/near-words.js';
import { SURNAMES } from '../src/residents/resident-search.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;
const LAST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const MONTH = 2_592_000;

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO search_entries (id, kind, at, words)
    SELECT gen_random_uuid(), 'request', at, search_tags('request', at, false) || strip(words_of(
      CASE WHEN n % 3 = 0 THEN 'вода ' ELSE '' END || CASE WHEN n % 9000 = 0 THEN 'кракозябра ' ELSE '' END || 'дом ' || n))
    FROM (SELECT n, '2026-11-01'::timestamptz - n * interval '1 hour' AS at FROM generate_series(1, 30000) n) e;
    INSERT INTO users (public_no, login, login_key, email, email_key, password_changed_at, first_name, last_name, status)
    SELECT n, 'plan' || n, 'plan' || n, n || '@plans.example', n || '@plans.example', now(), 'Вера',
      CASE WHEN n = 1 THEN 'Кожемякина' ELSE 'Павлова' || n % 5000 END, 'pending' FROM generate_series(1, 20000) n;
    ANALYZE;
    ${SETTINGS.replaceAll('SET LOCAL', 'SET')}`);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

async function planOf(text: string, values: unknown[]): Promise<string> {
  const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

describe('A search of the office', () => {
  it.each([
    ['a word of every third entry', `('вод') & ('~request')`],
    ['the same within a month', `('вод') & ('~request') & '~685'`],
    ['the same within a year', `('вод') & ('~request') & '~y42'`],
    ['a rare word', `('кракозябр') & ('~request')`],
    ['a word that is nowhere', `('никогда') & ('~request' | '~complaint') & ('~open')`],
    ['two words', `('вод' & 'кракозябр') & ('~request')`],
    ['the beginning of a word', `('кракоз':*) & ('~request')`],
  ])('reads the index of words alone for %s', async (_what, query) => {
    const plan = await planOf(AMONG, [query, 'infinity', LAST, 21]);
    expect(plan).toContain('search_entries_words');
    expect(plan).not.toContain('Seq Scan on search_entries');
    expect(plan).not.toContain('search_entries_at');
  });

  it('goes through a month with many by date, and sorts nothing', async () => {
    const plan = await planOf(THROUGH, ["('вод')", 'infinity', LAST, 685 * MONTH, 686 * MONTH, 21]);
    expect(plan).toContain('Index Scan using search_entries_at');
    expect(plan).not.toContain('Sort');
  });
});

describe('A surname with a letter wrong', () => {
  it('is found among all residents by looking up each word that it may be in the index of surnames', async () => {
    const ways = lettersAway('кожимякина');
    const values = [ways.map(() => 'кожимякина'), ways];
    const plan = await planOf(SURNAMES.text, values);
    expect(plan).toContain('users_surname_begins');
    expect(plan).not.toContain('Seq Scan on users');
    expect((await client.query(SURNAMES.text, values)).rows).toEqual([
      { typed: 'кожимякина', meant: 'кожемякина' },
    ]);
  });
});
