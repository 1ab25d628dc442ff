import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { type ListName, LISTS, listSql, STREETS } from '../src/messages/book/office-publications.service.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO houses (address) SELECT 'г. Иркутск, ул. Лесная ' || chr(1072 + n % 30) || ', д. ' || n FROM generate_series(1, 5000) n;
    INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, publish, state,
      answered_at, first_answered_at)
    SELECT 2026, n, 'complaint', 'cabinet', 'general', now(), current_date, 'Запись', 'Текст', true, 'answered',
      now() - n * interval '1 minute', now() FROM generate_series(1, 30000) n;
    UPDATE appeal_publications p SET state = (ARRAY['waiting', 'refused', 'removed', 'withdrawn'])[a.sequence % 4 + 1]
      FROM appeals a WHERE a.id = p.appeal_id;
    UPDATE appeal_publications p SET state = 'published', number = a.number, kind = a.kind, question = 'Да?', answer = 'Да'
      FROM appeals a WHERE a.id = p.appeal_id AND a.sequence % 5 = 0;`);
  await client.query('VACUUM ANALYZE');
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe('A moderator with tens of thousands of entries', () => {
  it.each(Object.keys(LISTS).flatMap((name) => [[name, false] as const, [name, true] as const]))(
    'reads the list %s in the order of an index, further on too (%s)',
    async (name, further) => {
      const { rows: some } = await client.query<{ id: string }>(
        'SELECT appeal_id AS id FROM appeal_publications ORDER BY answered_at DESC OFFSET 15000 LIMIT 1',
      );
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(
        `EXPLAIN ${listSql(name as ListName, further)}`,
        [further ? some[0]!.id : null],
      );
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toContain('Sort');
      expect(plan).not.toContain('Seq Scan on appeal_publications');
      expect(plan).toMatch(/appeal_publications_(?:state|kept)/);
      // the place is found by the index, not by going through all that stands before it
      if (further) expect(plan).toMatch(/Index Cond: .*ROW\(answered_at, appeal_id\)/);
    },
  );

  it('has streets read once each, not the addresses of all houses', async () => {
    const { rows } = await client.query<{ street: string }>(STREETS);
    expect(rows).toHaveLength(30);
    expect(rows[0]!.street).toMatch(/^г\. Иркутск, ул\. Лесная ., д\. $/);
  });
});
