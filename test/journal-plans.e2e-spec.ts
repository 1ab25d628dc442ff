import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { AuditAdmin } from '../src/audit/audit.admin.js';
import { history } from '../src/audit/history.js';
import type { Row } from '../src/panel/records.js';
import { Records } from '../src/panel/records.js';
import { createDatabase, type Database } from './support/database.js';

const LINES = 60_000;

let database: Database;
let asked: { sql: string; values: unknown[] }[] = [];
const watched = {
  query: async (sql: string, values: unknown[] = []): Promise<Row[]> => {
    asked.push({ sql, values });
    return database.query<Row>(sql, values);
  },
};

beforeAll(async () => {
  database = await createDatabase();
  await database.query(
    `INSERT INTO audit_events (at, actor_kind, actor_name, action, object_kind, object_id, details)
     SELECT now() - n * interval '1 minute', 'system', 'Портал', 'account.linked', 'account', gen_random_uuid()::text, '{}'
     FROM generate_series(1, ${LINES}) n`,
  );
  await database.query('ANALYZE');
});
afterAll(() => database?.drop());

/** How the database goes about what was asked of it. */
async function plans(): Promise<string[]> {
  const found: string[] = [];
  for (const { sql, values } of asked) {
    const lines = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, values);
    found.push(lines.map((line) => line['QUERY PLAN']).join('\n'));
  }
  asked = [];
  return found;
}

/** The ways in which a plan comes to the lines of the journal. */
const waysOf = (plan: string): string[] =>
  [...plan.matchAll(/^ *(?:->)? *(.*?) on audit_events/gm)].map(([, way]) => way!.trim());

it('What happened to one of those that a search finds is found by its indexes', async () => {
  const { search } = new AuditAdmin().resource();
  const sql = search!.about!('account', 'SELECT gen_random_uuid() AS id FROM generate_series(1, 20)');
  const lines = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`);
  expect(waysOf(lines.map((line) => line['QUERY PLAN']).join('\n'))).toEqual([
    expect.stringMatching(/^Index (Only )?Scan using audit_events_history$/),
    // what was given to an account in «Разнести»
    'Index Scan using audit_events_given',
  ]);
});

it('What happened to a record is found by its index', async () => {
  await history(watched, { kind: 'account', id: randomUUID() }, 20);
  const [plan] = await plans();
  expect(waysOf(plan!)[0]).toMatch(/^Index Scan (Backward )?using audit_events_history$/);
  expect(plan).not.toContain('audit_events_pkey');
});

it.each([0, 25, 4975])(
  'The page of the journal after %i lines reads no more than these lines',
  async (offset) => {
    const staff = { id: randomUUID(), name: 'Анна', role: 'administrator' as const };
    const records = new Records(new AuditAdmin().resource(), watched, 'Asia/Irkutsk');
    const query = { staff, timeZone: 'Asia/Irkutsk', filters: {} };
    const { rows } = await records.list(query, { limit: 25, offset });
    expect(rows).toHaveLength(25);
    const moments = rows.map(({ at }) => at);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(25);
    expect(moments[0]).not.toBe(moments[24]);
    const [choosing, reading] = await plans();
    expect(waysOf(choosing!)).toEqual(['Index Scan using audit_events_at']);
    expect(waysOf(reading!)[0]).toMatch(/audit_events_pkey/);
    expect(choosing! + reading!).not.toMatch(/Seq Scan on audit_events/);
  },
);
