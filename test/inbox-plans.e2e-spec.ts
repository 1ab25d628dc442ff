import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cursorOf, cursorText, filterOf, TABS, type Tab } from '../src/messages/inbox/inbox-filter.js';
import { InboxSql } from '../src/messages/inbox/inbox.sql.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let client: pg.Client;
let house: string;
const NOBODY = '00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  database = await createDatabase();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(`
    INSERT INTO houses (address) SELECT 'ул. Лесная, д. ' || n FROM generate_series(1, 200) n;
    CREATE TEMPORARY TABLE places AS SELECT row_number() OVER () AS n, id, address FROM houses;
    INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, house_id, address,
      author_name, author_phone, state, due_day, soon_day, answered_at, first_answered_at)
    SELECT 2026, s.n, (ARRAY['complaint','suggestion','gratitude','question'])[1 + s.n % 4], 'cabinet', 'general',
      now() - s.n * interval '1 minute', current_date, 'Обращение ' || s.n, 'Текст', p.id, p.address,
      'Павлова Вера ' || s.n, '+7902' || lpad(s.n::text, 7, '0'), CASE WHEN s.n <= 2000 THEN 'registered' ELSE 'answered' END,
      CASE WHEN s.n % 7 > 0 THEN current_date + (s.n % 40) END, CASE WHEN s.n % 7 > 0 THEN current_date + (s.n % 40) END,
      CASE WHEN s.n > 2000 THEN now() - s.n * interval '1 minute' END, CASE WHEN s.n > 2000 THEN now() END
    FROM generate_series(1, 40000) s(n) JOIN places p ON p.n = s.n % 200 + 1;
    ANALYZE;`);
  const { rows } = await client.query<{ id: string }>('SELECT id FROM houses LIMIT 1');
  house = rows[0]!.id;
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

describe('The statements of the inbox', () => {
  it.each([
    ...Object.keys(TABS).map((show): [string, object] => [`the tab ${show}`, { show }]),
    ['a kind', { kind: 'gratitude' }],
    ['a kind of what is over', { kind: 'gratitude', show: 'over' }],
    ['nobody', { who: 'none' }],
    ['a colleague', { who: NOBODY }],
    ['what a colleague has answered', { who: NOBODY, show: 'over' }],
    ['a house', { house: 'house' }],
    ['what is over in a house', { house: 'house', show: 'over' }],
    ['a number', { q: 'К-2026-000151' }],
    ['a telephone', { q: '8 902 000-01-51' }],
    ['words', { q: 'вера 15151' }],
    ['a street that all live in', { q: 'лесная' }],
  ])('of %s read the entries by an index, and sort no more than a page', async (_what, query) => {
    const asked = { ...query } as Record<string, unknown>;
    if (asked['house']) asked['house'] = house;
    const filter = filterOf(asked);
    const places = ['2026-12-01', ''].map((day) => cursorOf(cursorText({ day, at: new Date(), id: NOBODY })));
    const of = () => new InboxSql(filter, NOBODY, '2026-11-28');
    const tabs = new InboxSql({ ...filter, show: 'waiting', q: '' }, NOBODY, '2026-11-28');
    for (const { text, values } of [
      of().page(21),
      ...places.map((place) => of().page(21, place)),
      tabs.counts((Object.keys(TABS) as Tab[]).filter((tab) => tab !== 'over')),
    ]) {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toContain('Seq Scan on appeals');
    }
  });

  it.each([
    ['those that few words have', { ids: [NOBODY, NOBODY] }, ''],
    ['those of a house that have a common word', { asked: "'вер'" }, 'house'],
    ['those of a colleague that have a common word', { asked: "'вер'" }, 'who'],
  ])('of %s read them by an index, and the words of each by its key', async (_what, words, by) => {
    const filter = filterOf({
      q: 'вера',
      ...(by === 'house' && { house }),
      ...(by === 'who' && { who: NOBODY }),
    });
    const place = cursorOf(cursorText({ day: '', at: new Date(), id: NOBODY }));
    for (const after of [undefined, place]) {
      const { text, values } = new InboxSql(filter, NOBODY, '2026-11-28', words).page(21, after);
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, values);
      const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
      expect(plan).not.toMatch(/Seq Scan on (?:appeals|search_entries)/);
      if (by !== '') expect(plan).toContain('search_entries_pkey');
    }
  });
});
