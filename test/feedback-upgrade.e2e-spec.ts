import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { cli } from './support/command.js';
import { createDatabase, type Database, migrateBefore } from './support/database.js';

const MOVED = 1_700_000_000_381;
const MANY = 100_000;

let database: Database;
let staff: string;

beforeAll(async () => {
  database = await createDatabase({ empty: true });
  await migrateBefore(database.url, MOVED);
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
     VALUES ('vera', 'vera', 'Вера Окошкина', 'vera@example.test', 'x', now(), 'operator') RETURNING id`,
  );
  staff = row!.id;
});
afterAll(() => database?.drop());

describe('An office that updates the portal', () => {
  it('finds each old question in the register with a number of its year, and its answer, and nobody is written to', async () => {
    const question = (id: number, name: string, contact: string, text: string, at: string, answer?: string) =>
      database.query(
        `INSERT INTO feedback (id, name, contact, text, created_at, answered_at, answered_by, answer)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          ...[`00000000-0000-4000-8000-00000000000${id}`, name, contact, text, at],
          ...(answer === undefined ? [null, null, null] : ['2026-01-12T03:00:00Z', staff, answer]),
        ],
      );
    // in Irkutsk it is the new year already
    await question(
      1,
      'Пётр',
      'petr@example.test',
      'Когда приём?\nСпасибо',
      '2025-12-31T17:00:00Z',
      'По средам.',
    );
    await question(2, 'Анна', '8 (3952) 599-018', 'Где справка?', '2025-12-31T15:00:00Z');
    await question(3, 'Олег', '+49 30 1234567', `${'слово '.repeat(30)}`, '2026-11-20T05:00:00Z');
    await database.query(
      `INSERT INTO feedback (name, contact, text, created_at)
       SELECT 'Некто', n || '@example.test', 'Вопрос ' || n, '2024-01-10 00:00:00.123456'::timestamptz + n * interval '1 minute'
       FROM generate_series(1, $1) n`,
      [MANY],
    );
    // A hundred thousand questions: the command is ended after two minutes.
    const migrated = await cli(['migrate'], { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9' });
    expect(migrated).toMatchObject({ code: 0 });

    const rows = await database.query<Record<string, unknown>>(
      `SELECT a.number, a.kind, a.channel, a.title, a.author_name, a.author_email, a.author_phone, a.state, a.received_day::text,
         a.responsible_id IS NOT NULL AS taken,
         (SELECT json_agg(json_build_array(e.kind, e.actor_name, e.text) ORDER BY e.id) FROM appeal_events e WHERE e.appeal_id = a.id) AS events
       FROM appeals a WHERE a.id::text LIKE '00000000-%' ORDER BY a.id`,
    );
    expect(rows).toEqual([
      {
        ...{ number: 'К-2026-000001', kind: 'question', channel: 'site', title: 'Когда приём?' },
        ...{ author_name: 'Пётр', author_email: 'petr@example.test', author_phone: '', state: 'answered' },
        ...{ received_day: '2026-01-01', taken: true },
        events: [
          ['registered', 'Пётр', ''],
          ['answered', 'Вера Окошкина', 'По средам.'],
        ],
      },
      expect.objectContaining({
        ...{ number: 'К-2025-000001', author_email: '', author_phone: '+73952599018', state: 'registered' },
        ...{ received_day: '2025-12-31', taken: false },
      }),
      expect.objectContaining({
        ...{ number: 'К-2026-000002', author_phone: '+49 30 1234567' },
        title: expect.stringMatching(/^слово .{70,}…$/),
      }),
    ]);
    const [{ last, count }] = (await database.query<{ last: number; count: number }>(
      `SELECT n.last, (SELECT count(*)::int FROM appeals WHERE year = 2024) AS count FROM appeal_numbers n WHERE year = 2024`,
    )) as [{ last: number; count: number }];
    expect([last, count]).toEqual([MANY, MANY]);
    const [order] = await database.query<{ wrong: number }>(
      `SELECT count(*)::int AS wrong FROM (
         SELECT sequence, row_number() OVER (ORDER BY registered_at) AS place FROM appeals WHERE year = 2024) s
       WHERE sequence <> place`,
    );
    expect(order!.wrong).toBe(0);
    // pages go on from a moment as the portal reads it; what is later by a microsecond would be lost between two of them
    const [finer] = await database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT registered_at AS at FROM appeals UNION ALL SELECT at FROM appeal_events) m
       WHERE at <> date_trunc('milliseconds', at)`,
    );
    expect(finer!.count).toBe(0);
    expect(await database.query('SELECT FROM letters')).toEqual([]);
  });
});
