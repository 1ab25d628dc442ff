import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { chores } from '../src/platform/chores.js';
import { loadConfig } from '../src/platform/config.js';
import { Clock } from '../src/platform/clock.js';
import { KeptFiles } from '../src/platform/files/kept-files.js';
import { Storage } from '../src/platform/files/storage.js';
import { Log } from '../src/platform/log.js';
import { Random } from '../src/platform/random.js';
import { Housekeeping } from '../src/platform/housekeeping.js';
import { productEnvironment } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';

let database: Database;
let housekeeping: Housekeeping;
let stop: () => Promise<void>;

beforeAll(async () => {
  database = await createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-chores-test-'));
  const settings = {
    DATABASE_URL: database.url,
    SMTP_URL: 'smtp://127.0.0.1:9',
    FILES_DIR: folder,
    LETTERS_KEEP_DAYS: '60',
    LOG_LEVEL: 'silent',
  };
  const config = loadConfig(productEnvironment(settings));
  const pool = new pg.Pool({ connectionString: database.url });
  const [clock, log] = [new Clock(), new Log(config)];
  const files = new KeptFiles(new Storage(config, pool, clock, log), new Random(), clock);
  housekeeping = new Housekeeping(pool, config, files, log);
  stop = async () => {
    log.onApplicationShutdown();
    await pool.end();
    await rm(folder, { recursive: true });
  };
});
afterAll(async () => {
  await stop();
  await database.drop();
});
beforeEach(() => database.query('TRUNCATE users, letters CASCADE'));

const clean = () => housekeeping.run();

async function addPending(login: string, age: string): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO users (public_no, login, login_key, email, email_key, password_changed_at, first_name, last_name, status, created_at)
     VALUES (floor(random() * 1e12), $1, $1, $1 || '@example.test', $1 || '@example.test', now(), 'Ирина', 'Белова', 'pending',
       now() - $2::interval) RETURNING id`,
    [login, age],
  );
  return row!.id;
}

async function addCode(userId: string, life: string, ended = ''): Promise<void> {
  await database.query(
    `INSERT INTO auth_codes (user_id, purpose, email, code_hmac, link_hmac, created_at, expires_at, used_at, superseded_at)
     VALUES ($1, 'confirm', 'x@example.test', '\\x00', '\\x00', now(), now() + $2::interval,
       CASE WHEN $3 = 'used' THEN now() END, CASE WHEN $3 = 'superseded' THEN now() END)`,
    [userId, life, ended],
  );
}

async function logins(): Promise<string[]> {
  return (await database.query<{ login: string }>('SELECT login FROM users ORDER BY login')).map(
    (row) => row.login,
  );
}

describe('A resident who registered more than a week ago and has not confirmed', () => {
  it('stays while a letter that was sent anew yesterday is still good, and goes when none is', async () => {
    await addCode(await addPending('living', '8 days'), '1 day');
    await addCode(await addPending('expired', '8 days'), '-1 hour');
    await addCode(await addPending('replaced', '8 days'), '1 day', 'superseded');
    await addPending('without', '8 days');
    await addPending('young', '6 days');
    await clean();
    expect(await logins()).toEqual(['living', 'young']);
  });
});

describe('An old letter', () => {
  const letters = (count: number, age: string) =>
    database.query(
      `INSERT INTO letters (kind, recipient, recipient_name, subject, data, created_at, not_after, sent_at, last_error)
       SELECT 'recovery', 'irina' || n || '@example.test', 'Ирина', 'Тема', '{}', now() - $2::interval, now(), now(), 'irina@example.test'
       FROM generate_series(1, $1) n`,
      [count, age],
    );
  const left = async () => {
    const [row] = await database.query<Record<string, number>>(
      `SELECT count(*)::int AS rows, count(data)::int AS contents,
         count(*) FILTER (WHERE recipient <> '' OR recipient_name <> '' OR subject <> '' OR last_error IS NOT NULL)::int AS receivers
       FROM letters`,
    );
    return row;
  };

  it('loses its contents after a month and its receiver after the days of the setting, however many there are', async () => {
    await letters(2500, '61 days');
    await letters(3, '40 days');
    await letters(2, '20 days');
    await clean();
    expect(await left()).toEqual({ rows: 2505, contents: 2, receivers: 5 });
  });

  it('is cleared away once by two instances at work at the same time', async () => {
    await letters(5000, '61 days');
    await Promise.all([clean(), clean()]);
    expect(await left()).toEqual({ rows: 5000, contents: 0, receivers: 0 });
  });
});

describe('The hourly chores', () => {
  it('read no table from end to end, however many rows have to stay', async () => {
    await database.query(
      `INSERT INTO letters (kind, recipient, subject, created_at, not_after, data)
       SELECT 'recovery', n || '@example.test', 'Тема', now() - n * interval '1 second', now(), '{}' FROM generate_series(1, 50000) n`,
    );
    await database.query(
      `INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at, first_name, last_name, status, created_at)
       SELECT n, 'user' || n, 'user' || n, n || '@example.test', n || '@example.test', now(), now(), 'Ирина', 'Белова', 'active',
         now() - n * interval '1 minute' FROM generate_series(1, 50000) n`,
    );
    await database.query(
      `INSERT INTO sessions (id_hash, user_id, idle_seconds, expires_at)
       SELECT decode(md5(u.id::text), 'hex'), u.id, 7200, now() + interval '1 hour' FROM users u`,
    );
    await database.query(
      `INSERT INTO auth_codes (user_id, purpose, email, code_hmac, link_hmac, created_at, expires_at)
       SELECT id, 'confirm', email, '\\x00', '\\x00', now(), now() + interval '1 hour' FROM users`,
    );
    await database.query(
      `INSERT INTO rate_limits (key, points, expire) SELECT 'k' || n, 1, extract(epoch FROM now()) * 1000 + 1e9 FROM generate_series(1, 50000) n`,
    );
    await database.query(`INSERT INTO form_keys (key) SELECT 'k' || n FROM generate_series(1, 50000) n`);
    await database.query(
      `INSERT INTO jobs (kind, title, params, state) SELECT 'x', 'x', '{}', 'done' FROM generate_series(1, 50000) n`,
    );
    await database.query('ANALYZE');
    for (const { name, sql, values } of chores(180)) {
      const plan = await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${sql}`, [...values]);
      const text = plan.map((row) => row['QUERY PLAN']).join('\n');
      expect([name, /Seq Scan on (?!account_links)\w+/.exec(text)?.[0]]).toEqual([name, undefined]);
    }
  });
});
