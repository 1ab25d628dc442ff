import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { hire } from './support/office.js';
import { giveResident, signIn } from './support/resident.js';
import { storeAppeal } from './support/stored-appeals.js';
import { startWorld, type World } from './support/world.js';

const SECRET = 'Тайнослов';

let world: World;
let chief: Client;
let user: string;
const entries: Record<string, string> = {};

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Главная Анна');
  await giveResident(world, 'irina');
  const [row] = await world.database.query<{ id: string }>("SELECT id FROM users WHERE login = 'irina'");
  user = row!.id;
});
afterAll(() => world?.stop());

/** Registered in March 2022, with a last event so many days ago, and everything that can hold words. */
async function old(name: string, lastDays: number, fields: Record<string, unknown> = {}): Promise<void> {
  const id = await storeAppeal(world.database, {
    ...{ year: 2022, registered_at: new Date('2022-03-10T04:00:00Z'), kind: 'complaint', topic: 'works' },
    ...{ title: SECRET, text: SECRET, user_id: user, address: SECRET, author_name: SECRET },
    ...{ author_email: `${SECRET}@example.test`, author_phone: '+79025556677', postal_address: SECRET },
    ...{ first_due_day: '2022-03-24', first_answered_at: new Date('2022-03-14T04:00:00Z'), rating: 5 },
    ...{ rating_text: SECRET, publish: true, ...fields },
  });
  await world.database.query(
    `INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, text, details, open)
     VALUES ($1, now() - $2 * interval '1 day', 'answered', 'staff', $3, $3, jsonb_build_object('signed', $3::text), true)`,
    [id, lastDays, SECRET],
  );
  await world.database.query(
    `INSERT INTO appeal_files (appeal_id, event_id, file, kind, name, bytes, created_at)
     SELECT $1, min(id), gen_random_uuid() || '.pdf', 'pdf', $2, 10, now() FROM appeal_events WHERE appeal_id = $1`,
    [id, SECRET],
  );
  await world.database.query(
    `UPDATE appeal_publications SET state = 'published', number = 'К-2022', kind = 'complaint', question = $2, answer = $2
     WHERE appeal_id = $1`,
    [id, SECRET],
  );
  await world.database.query(
    `INSERT INTO answer_drafts (appeal_id, staff_id, text, signed, saved_at)
     SELECT $1, id, $2, $2, now() FROM staff WHERE login = 'chief'`,
    [id, SECRET],
  );
  entries[name] = id;
}

const draftsOf = (name: string) =>
  world.database.query('SELECT FROM answer_drafts WHERE appeal_id = $1', [entries[name]]);

/** Everything that the database knows of an entry, as one text. */
async function known(name: string): Promise<string> {
  const rows = await world.database.query<{ all: string }>(
    `SELECT concat(a::text, (SELECT string_agg(e::text, '') FROM appeal_events e WHERE e.appeal_id = a.id),
       (SELECT string_agg(f::text, '') FROM appeal_files f WHERE f.appeal_id = a.id),
       (SELECT string_agg(p::text, '') FROM appeal_publications p WHERE p.appeal_id = a.id),
       (SELECT string_agg(s.words::text, '') FROM search_entries s WHERE s.id = a.id)) AS all
     FROM appeals a WHERE a.id = $1`,
    [entries[name]],
  );
  return rows[0]!.all.toLowerCase();
}

const report = async () => (await chief.get('/office/messages/report?month=2022-03')).text;

describe('Three years after the last that happened', () => {
  it('the words of a closed entry are gone everywhere, and the report tells the same as before', async () => {
    await old('over', 3 * 366);
    await old('young', 3 * 365 - 3);
    await old('dismissed', 4 * 365, {
      ...{ kind: 'question', state: 'dismissed', first_answered_at: null, publish: false, rating: null },
      rating_text: '',
    });
    await old('waiting', 4 * 365, { state: 'conversation' });
    const before = await report();
    expect(before).toContain('Поступило 4');
    expect(await known('over')).toContain('тайнослов');
    const numbers = await world.database.query('SELECT number FROM appeals ORDER BY number');
    await world.product.restart();
    await eventually(
      async () =>
        (await world.database.query('SELECT FROM appeals WHERE erased_at IS NOT NULL')).length === 2,
    );
    for (const name of ['over', 'dismissed']) {
      expect(await known(name)).not.toContain('тайнослов');
      expect(await known(name)).not.toMatch(/79025556677|тайносл/);
      expect(await draftsOf(name)).toEqual([]);
    }
    for (const name of ['young', 'waiting']) {
      expect(await known(name)).toContain('тайнослов');
      expect(await draftsOf(name)).toHaveLength(1);
    }
    expect(await report()).toBe(before);
    const after = await world.database.query('SELECT number FROM appeals ORDER BY number');
    expect(after).toEqual(numbers);
  });

  it('its author finds no page of it, and the office reads the number and the days', async () => {
    const irina = await signIn(world, 'irina');
    expect((await irina.get(`/book/entries/${entries['over']!}`)).status).toBe(404);
    expect((await irina.get(`/book/entries/${entries['young']!}`)).status).toBe(200);
    const page = await chief.get(`/office/messages/${entries['over']!}`);
    expect(page.status).toBe(200);
    expect(page.text.split('Срок хранения прошёл')[1]).toContain('Ответ');
    expect(page.text.split('Срок хранения прошёл')[1]).not.toContain(SECRET);
  });

  it('no answer is drafted to it any more, also from a page that was open before', async () => {
    const path = (name: string) => `/office/messages/${entries[name]!}`;
    const open = (await chief.get(path('waiting'))).form(/answer$/);
    const { version, seen, _csrf } = open.values();
    const fields = {
      version: version![0]!,
      seen: seen![0]!,
      _csrf: _csrf![0]!,
      signed: 'Анна',
      template: '',
    };
    await chief.post(`${path('over')}/answer`, { ...fields, do: 'draft', text: SECRET });
    await chief.post(`${path('over')}/answer`, { ...fields, do: '', text: SECRET });
    expect(await draftsOf('over')).toEqual([]);
    expect(await known('over')).not.toContain('тайнослов');
  });
});
