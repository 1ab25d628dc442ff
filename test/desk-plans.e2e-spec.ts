import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cursorOf, cursorText, filterOf, TABS } from '../src/requests/desk/desk-filter.js';
import { DeskSql } from '../src/requests/desk/desk.sql.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;
const NOBODY = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO houses (address) SELECT 'ул. Лесная, д. ' || n FROM generate_series(1, 200) n;
    CREATE TEMPORARY TABLE places AS SELECT row_number() OVER () AS n, id, address FROM houses;
    CREATE TEMPORARY TABLE kinds AS SELECT row_number() OVER () AS n, id FROM request_categories;
    INSERT INTO service_requests (year, sequence, channel, registered_at, house_id, address, applicant, phone, category,
      emergency, state, fix_due, due_at, soon_at, finished_at, closed_at)
    SELECT 2026, s.n, 'phone', now() - s.n * interval '1 minute', p.id, p.address, 'Павлова Вера ' || s.n,
      '+7902' || lpad(s.n::text, 7, '0'), k.id, false, CASE WHEN s.n <= 2000 THEN 'open' ELSE 'closed' END, now(),
      CASE WHEN s.n <= 2000 THEN now() + (s.n - 100) * interval '1 minute' END,
      CASE WHEN s.n <= 2000 THEN now() + (s.n - 200) * interval '1 minute' END,
      CASE WHEN s.n > 2000 THEN now() END, CASE WHEN s.n > 2000 THEN now() END
    FROM generate_series(1, 40000) s(n) JOIN places p ON p.n = s.n % 200 + 1 JOIN kinds k ON k.n = s.n % 13 + 1;
    ANALYZE;`);
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe('The statements of the desk', () => {
  it.each([
    ['everything open', {}],
    ...Object.keys(TABS).map((show): [string, object] => [show, { show }]),
    ['a kind', { kind: 'roof' }],
    ['nobody', { executor: 'none' }],
    ['a state', { state: 'open' }],
    ['what is closed', { state: 'closed' }],
    ['what is declined', { state: 'declined' }],
    ['everything of all years', { state: 'any' }],
    ['a number', { q: '2026-000151' }],
    ['a telephone', { q: '8 902 000-01-51' }],
    ['words', { q: 'вера 15151' }],
    ['a street that all live in', { q: 'лесная' }],
    ['a name among what is open', { q: 'павлова 1515', state: 'open' }],
  ])('of %s read the requests by an index', async (_what, query) => {
    const filter = filterOf(query as Record<string, unknown>);
    const place = cursorOf(cursorText({ asOf: new Date(), band: 0, at: new Date(), id: NOBODY }));
    const of = () => new DeskSql(filter, NOBODY, new Date());
    // tabs stand beside the filters, whatever state is shown and whatever was searched for
    const tabs = new DeskSql({ ...filter, show: 'all', state: '', q: '' }, NOBODY, new Date());
    for (const { text, values } of [of().page(21), of().page(21, place), tabs.counts()]) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toContain('Seq Scan on service_requests');
    }
  });
});
