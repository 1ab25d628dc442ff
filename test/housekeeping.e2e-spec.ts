import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { authChores } from '../src/auth/auth-chores.js';
import { STAFF_CHORES } from '../src/staff/staff-chores.js';
import { letterChores } from '../src/mail/letter-chores.js';
import { AuditService } from '../src/audit/audit.service.js';
import { CORE_CHORES } from '../src/core/chores.js';
import { loadConfig } from '../src/core/config.js';
import { Clock } from '../src/core/clock.js';
import { KeptFiles } from '../src/core/kept-files.js';
import { Storage } from '../src/core/storage.js';
import { Log } from '../src/core/log.js';
import { Random } from '../src/core/random.js';
import { Housekeeping } from '../src/core/housekeeping.js';
import { productEnvironment } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';
import { startMailServer } from './support/mail-server.js';
import { startProduct } from './support/product.js';
import { eventually } from './support/eventually.js';

let database: Database;
let folder: string;
let source: DataSource;
let housekeeping: Housekeeping;
let stop: () => Promise<void>;

beforeAll(async () => {
  database = await createDatabase();
  folder = await mkdtemp(join(tmpdir(), 'kabinet-chores-test-'));
  const settings = {
    DATABASE_URL: database.url,
    SMTP_URL: 'smtp://127.0.0.1:9',
    FILES_DIR: folder,
    LETTERS_KEEP_DAYS: '60',
    LOG_LEVEL: 'silent',
  };
  const config = loadConfig(productEnvironment(settings));
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const [clock, log] = [new Clock(), new Log(config)];
  const files = new KeptFiles(
    new Storage(config, (source.driver as unknown as { master: Pool }).master, clock, log),
    new Random(),
    clock,
  );
  housekeeping = new Housekeeping(source, config, files, log);
  housekeeping.add(
    ...letterChores(config.lettersKeepDays, config.retention.letterTextDays),
    ...authChores(config.retention.registrationDays),
    ...STAFF_CHORES,
  );
  housekeeping.tellBy((tx, what, rows) => new AuditService().forgotten(tx, what, rows));
  stop = async () => {
    log.onApplicationShutdown();
    await source.destroy();
    await rm(folder, { recursive: true });
  };
});
afterAll(async () => {
  await stop?.();
  await database?.drop();
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

describe('Sign-ins', () => {
  it('are kept for ninety days, of residents and of the office, and the journal tells how many went', async () => {
    const id = await addPending('came-in', '1 day');
    await database.query(
      `INSERT INTO sign_ins (user_id, at, way, device, ip, session_id, new_device, failed_before)
       SELECT $1, now() - n * interval '1 day', 'password', 'iPhone, Safari', '10.0.0.0', gen_random_uuid(), false, 0
       FROM unnest(ARRAY[89, 91, 120]) n`,
      [id],
    );
    await database.query("INSERT INTO failed_sign_ins VALUES ($1, 4, now() - interval '91 days')", [id]);
    await database.query(
      `WITH person AS (
         INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
         VALUES ('came-in', 'came-in', 'Имя', 'x@example.test', '', now(), 'operator') RETURNING id)
       INSERT INTO staff_sign_ins (staff_id, at, way, device, ip, new_device, failed_before)
       SELECT id, now() - n * interval '1 day', 'code', 'iPhone, Safari', '10.0.0.0', true, 1
       FROM person, unnest(ARRAY[89, 91]) n`,
    );
    await clean();
    for (const [table, left] of [
      ['sign_ins', 1],
      ['staff_sign_ins', 1],
      ['failed_sign_ins', 0],
    ] as const) {
      expect([table, (await database.query(`SELECT FROM ${table}`)).length]).toEqual([table, left]);
    }
    const lines = await database.query<{ details: object }>(
      "SELECT details FROM audit_events WHERE action = 'data.forgotten' AND details->>'what' LIKE 'входы%' ORDER BY id",
    );
    expect(lines.map(({ details }) => details)).toEqual([
      { what: 'входы жителей', rows: 2 },
      { what: 'входы сотрудников', rows: 1 },
    ]);
  });
});

describe('Somebody who is still needed', () => {
  it('stays: a newcomer whose letter waits for the mail server, and one who has signed in', async () => {
    const [waiting, entered] = [await addPending('waiting', '8 days'), await addPending('entered', '8 days')];
    await database.query(
      `INSERT INTO letters (kind, recipient, subject, user_id, not_after) VALUES ('confirmation', 'x@example.test', 'Тема', $1, now())`,
      [waiting],
    );
    await database.query('UPDATE users SET last_sign_in_at = now() WHERE id = $1', [entered]);
    await clean();
    expect(await logins()).toEqual(['entered', 'waiting']);
  });

  it('stays also when the letter is sent anew at the very moment of the chore', async () => {
    const id = await addPending('moment', '8 days');
    const [, pending] = authChores(7);
    const [chores, sender] = [source.createQueryRunner(), source.createQueryRunner()];
    await Promise.all([chores.startTransaction(), sender.startTransaction()]);
    // The letter is written after the chore began to look and before it has locked the resident.
    await sender.query('SELECT 1 FROM users WHERE id = $1 FOR UPDATE', [id]);
    expect(await chores.query(pending!.find, [1000])).toEqual([]);
    await sender.query(
      `INSERT INTO auth_codes (user_id, purpose, email, code_hmac, link_hmac, created_at, expires_at)
       VALUES ($1, 'confirm', 'x@example.test', '\\x00', '\\x00', now(), now() + interval '2 days')`,
      [id],
    );
    await sender.commitTransaction();
    await chores.query(pending!.work, [[id]]);
    await chores.commitTransaction();
    await Promise.all([chores.release(), sender.release()]);
    expect(await logins()).toEqual(['moment']);
  });

  it('keeps a job that waits since long, while finished ones go and dead ones with their uploads', async () => {
    await database.query(
      `INSERT INTO jobs (kind, title, params, state, created_at, heartbeat_at)
       SELECT 'x', title, jsonb_build_object('file', repeat(left(title, 1), 32) || '.csv'), state, now() - interval '91 days', beat
       FROM (VALUES ('queued', 'queued', now() - interval '91 days'), ('alive', 'running', now()),
                    ('dead', 'running', now() - interval '91 days'), ('finished', 'done', now())) t (title, state, beat)`,
    );
    const long = new Date(Date.now() - 8 * 86_400_000);
    for (const name of ['q', 'a', 'd', 'f'].map((letter) => `${letter.repeat(32)}.csv`)) {
      await writeFile(join(folder, name), 'x');
      await utimes(join(folder, name), long, long);
    }
    const [installation] = await database.query<{ id: string }>('SELECT id FROM installation');
    await writeFile(join(folder, 'installation'), `${installation!.id}\n`);
    await clean();
    const rows = await database.query<{ title: string }>('SELECT title FROM jobs ORDER BY title');
    expect(rows.map(({ title }) => title)).toEqual(['alive', 'queued']);
    const left = (await readdir(folder)).filter((name) => name.endsWith('.csv'));
    expect(left.map((name) => name[0]).sort()).toEqual(['a', 'q']);
    await database.query('DELETE FROM jobs');
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

  it('goes with all of its day, so that the journal tells of a day once and not of each hour', async () => {
    const told = () =>
      database.query(
        `SELECT details->>'what' AS what, (details->>'rows')::int AS rows FROM audit_events
         WHERE action = 'data.forgotten' AND actor_kind = 'system' ORDER BY id`,
      );
    const before = (await told()).length;
    await letters(48, '1 day');
    await database.query(
      `UPDATE letters SET created_at = date_trunc('day', now()) - interval '30 days' + n * interval '1 hour'
       FROM (SELECT id, row_number() OVER () - 1 AS n FROM letters) l WHERE l.id = letters.id`,
    );
    await clean();
    await clean();
    expect(await left()).toEqual({ rows: 48, contents: 24, receivers: 48 });
    expect((await told()).slice(before)).toEqual([{ what: 'тексты писем', rows: 24 }]);
  });

  it('keeps all that it needs while it waits, however old it is', async () => {
    await letters(1, '61 days');
    await database.query('UPDATE letters SET sent_at = NULL, last_error = NULL');
    await clean();
    expect(await left()).toEqual({ rows: 1, contents: 1, receivers: 1 });
  });

  it('is nobody to blame for any more when it has lost its receiver', async () => {
    await letters(1, '61 days');
    await database.query("UPDATE letters SET sent_at = NULL, failed_at = now(), fault = 'server'");
    await clean();
    expect(await database.query('SELECT fault, last_error FROM letters')).toEqual([
      { fault: null, last_error: null },
    ]);
  });

  it('is cleared away once by two instances at work at the same time', async () => {
    await letters(5000, '61 days');
    await Promise.all([clean(), clean()]);
    expect(await left()).toEqual({ rows: 5000, contents: 0, receivers: 0 });
  });
});

describe('The hourly chores', () => {
  it('keep what they keep as long as the settings say, which the privacy policy names and the journal tells', async () => {
    await addPending('young', '9 days');
    await addPending('old', '11 days');
    const mail = await startMailServer();
    const env = {
      REGISTRATIONS_KEEP_DAYS: '10',
      LETTER_TEXTS_KEEP_DAYS: '21',
      REQUESTS_KEEP_YEARS: '5',
      APPEALS_KEEP_YEARS: '4',
    };
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: mail.url, env });
    await eventually(async () => (await logins()).length === 1);
    expect(await logins()).toEqual(['young']);
    const policy = (await (await fetch(`${product.url}/regulations/privacy`)).text())
      .replaceAll('&nbsp;', ' ')
      .replaceAll('\u00a0', ' ');
    for (const words of [
      'регистрация — 10 дней',
      'писем — 21 день',
      'сообщениями — 5 лет',
      'ответами — 4 года',
      'показания, их фотографии',
      'Начисления, платежи и квитанции — не менее пяти лет',
    ]) {
      expect(policy).toContain(words);
    }
    const [line] = await database.query(
      "SELECT details FROM audit_events WHERE action = 'data.forgotten' ORDER BY id DESC LIMIT 1",
    );
    expect(line).toEqual({ details: { what: 'неподтверждённые регистрации', rows: 1 } });
    await product.stop();
    await mail.stop();
  });

  it('write the flat of today into documents that were loaded without one, and leave the others as they are', async () => {
    await database.query(
      `WITH house AS (INSERT INTO houses (address) VALUES ('ул. Прежняя, д. 1') RETURNING id),
        unit AS (INSERT INTO units (house_id, number) SELECT id, '7' FROM house RETURNING id),
        account AS (INSERT INTO accounts (unit_id, number, owner_name, total_area, residents)
          SELECT id, '0100', 'Белова И. П.', 54.3, 2 FROM unit RETURNING id),
        batch AS (INSERT INTO batches (kind, format, file_name, sha256) VALUES ('charges', 'csv', 'a.csv', '') RETURNING id)
       INSERT INTO payment_documents (id, account_id, period, batch_id, opening_kopecks, charged_kopecks, closing_kopecks,
         counted_until, due_on, owner_name, address) OVERRIDING SYSTEM VALUE
       SELECT d.id, account.id, d.period, batch.id, 0, 1, 1, d.period, d.period, d.owner, d.address FROM account, batch,
         (VALUES (1, date '2026-07-01', NULL, NULL), (1999, '2026-08-01', NULL, NULL), (2000, '2026-09-01', 'Прежний', 'Прежний адрес'),
           (700001, '2026-10-01', NULL, NULL)) d (id, period, owner, address)`,
    );
    const mail = await startMailServer();
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: mail.url });
    const documents = () =>
      database.query<{ address: string | null }>(
        'SELECT owner_name AS owner, address, total_area AS area, residents FROM payment_documents ORDER BY period',
      );
    await eventually(async () => (await documents()).every(({ address }) => address !== null));
    const today = { owner: 'Белова И. П.', address: 'ул. Прежняя, д. 1, кв. 7', area: '54.30', residents: 2 };
    expect(await documents()).toEqual([
      ...[today, today],
      { owner: 'Прежний', address: 'Прежний адрес', area: null, residents: null },
      today,
    ]);
    await product.stop();
    await mail.stop();
  });

  it('are done also by a portal that is restarted before its first hour is over', async () => {
    await database.query(
      "INSERT INTO form_keys (key, accepted_at) VALUES ('old', now() - interval '3 days')",
    );
    const mail = await startMailServer();
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: mail.url });
    const left = () => database.query("SELECT FROM form_keys WHERE key = 'old'");
    await eventually(async () => (await left()).length === 0);
    await product.stop();
    await mail.stop();
    expect(product.errors()).toEqual([]);
  });

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
      `INSERT INTO email_changes (user_id, before_email, after_email, link_hmac, changed_at, undo_until)
       SELECT id, email, email, decode(md5(id::text), 'hex'), now(), now() + interval '72 hours' FROM users`,
    );
    await database.query(
      `INSERT INTO sign_ins (user_id, at, way, device, ip, session_id, new_device, failed_before)
       SELECT id, now(), 'password', 'iPhone, Safari', '10.0.0.0', gen_random_uuid(), false, 0 FROM users`,
    );
    await database.query('INSERT INTO failed_sign_ins SELECT id, 1, now() FROM users');
    await database.query(
      `INSERT INTO staff_sign_ins (staff_id, at, way, device, ip, new_device, failed_before)
       SELECT id, now(), 'code', 'iPhone, Safari', '10.0.0.0', false, 0 FROM staff, generate_series(1, 50000)`,
    );
    await database.query(
      `INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
       SELECT 's' || n, 's' || n, 'Ким О.', 's' || n || '@example.test', 'x', now(), 'operator' FROM generate_series(1, 20000) n`,
    );
    await database.query(
      'INSERT INTO stopped_staff_sign_ins (staff_id, count, last_at) SELECT id, 1, now() FROM staff',
    );
    await database.query(
      `INSERT INTO rate_limits (key, points, expire) SELECT 'k' || n, 1, extract(epoch FROM now()) * 1000 + 1e9 FROM generate_series(1, 50000) n`,
    );
    await database.query(`INSERT INTO form_keys (key) SELECT 'k' || n FROM generate_series(1, 50000) n`);
    await database.query(
      `INSERT INTO jobs (kind, title, params, state) SELECT 'x', 'x', '{}', 'done' FROM generate_series(1, 50000) n`,
    );
    await database.query('ANALYZE');
    const chores = [...CORE_CHORES, ...letterChores(180, 30), ...authChores(7), ...STAFF_CHORES];
    for (const { name, find, work } of chores) {
      const keys = await database.query<{ key: unknown }>(find, [1000]);
      const plans = [
        await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${find}`, [1000]),
        await database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${work}`, [keys.map(({ key }) => key)]),
      ];
      const text = plans
        .flat()
        .map((row) => row['QUERY PLAN'])
        .join('\n');
      expect([name, /Seq Scan on \w+/.exec(text)?.[0]]).toEqual([name, undefined]);
    }
  });
});
