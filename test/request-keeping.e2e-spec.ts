import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Clock } from '../src/core/clock.js';
import { loadConfig } from '../src/core/config.js';
import { Housekeeping } from '../src/core/housekeeping.js';
import { KeptFiles } from '../src/core/kept-files.js';
import { Log } from '../src/core/log.js';
import { Random } from '../src/core/random.js';
import { Secrets } from '../src/core/secrets.js';
import { Storage } from '../src/core/storage.js';
import { MailService } from '../src/mail/mail.service.js';
import { RequestCategories } from '../src/requests/categories.service.js';
import { ExecutorLetters } from '../src/requests/executors/executor-letters.js';
import { ExecutorLinks } from '../src/requests/executors/executor-links.js';
import { RequestChanges } from '../src/requests/request-changes.js';
import { requestChores } from '../src/requests/request-chores.js';
import { RequestLetters } from '../src/requests/request-letters.js';
import { RequestWork } from '../src/requests/request-work.service.js';
import { productEnvironment } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';
import { storeRequest } from './support/stored-requests.js';

const DAY_MS = 86_400_000;
const ago = (days: number): Date => new Date(Date.now() - days * DAY_MS);

let database: Database;
let source: DataSource;
let work: RequestWork;
let instances: Housekeeping[];
let stop: () => Promise<void>;

beforeAll(async () => {
  database = await createDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-requests-test-'));
  const settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', FILES_DIR: folder };
  const config = loadConfig(productEnvironment({ ...settings, LOG_LEVEL: 'silent' }));
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const [clock, log] = [new Clock(), new Log(config)];
  const { master } = source.driver as unknown as { master: Pool };
  const files = new KeptFiles(new Storage(config, master, clock, log), new Random(), clock);
  const categories = new RequestCategories(source);
  const mail = new MailService(config, clock);
  const letters = new RequestLetters(source, clock, mail, categories, config);
  const changes = new RequestChanges(source, letters, clock, config);
  const links = new ExecutorLinks(source, new Secrets(config.appSecret), clock, config);
  const orders = new ExecutorLetters(mail, links, categories, clock, config);
  work = new RequestWork(source, changes, categories, orders, clock, config);
  instances = [0, 1].map(() => {
    const housekeeping = new Housekeeping(source, config, files, log);
    housekeeping.add(...requestChores(work, 3));
    return housekeeping;
  });
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
beforeEach(() => database.query('TRUNCATE service_requests, users CASCADE'));

const clean = () => Promise.all(instances.map((housekeeping) => housekeeping.run()));

async function done(days: number, fields = {}): Promise<string> {
  const [registered_at, finished_at] = [ago(days + 1), ago(days)];
  return storeRequest(database, { registered_at, finished_at, state: 'completed', ...fields });
}

async function addResident(): Promise<string> {
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at, first_name, last_name, status)
     VALUES (1, 'irina', 'irina', 'irina@example.test', 'irina@example.test', now(), now(), 'Ирина', 'Белова', 'active') RETURNING id`,
  );
  return row!.id;
}

const states = async () => {
  const rows = await database.query<{ id: string; state: string; version: number; closed: number }>(
    `SELECT r.id, r.state, r.version, (SELECT count(*)::int FROM request_events e
       WHERE e.request_id = r.id AND e.kind = 'closed' AND e.actor_kind = 'system' AND e.open) AS closed
     FROM service_requests r`,
  );
  return Object.fromEntries(rows.map(({ id, state, version, closed }) => [id, [state, version, closed]]));
};

describe('A request that is done', () => {
  it('closes by itself when its fourteen days for «Не сделано» are over, once by two instances, and not before', async () => {
    const old = await Promise.all(Array.from({ length: 30 }, (_, n) => done(14 + (n + 1) / 1440)));
    const [young, open] = [await done(13.99), await storeRequest(database, { registered_at: ago(100) })];
    await clean();
    expect(await states()).toEqual({
      ...Object.fromEntries(old.map((id) => [id, ['closed', 2, 1]])),
      [young]: ['completed', 1, 0],
      [open]: ['open', 1, 0],
    });
  });

  it('is no news when nobody has answered: the resident gets no letter, but reads why it is closed', async () => {
    const id = await done(15, { user_id: await addResident() });
    await clean();
    expect(await database.query('SELECT text FROM request_events WHERE request_id = $1', [id])).toEqual([
      { text: 'За 14 дней никто не ответил «Не сделано»' },
    ]);
    expect(await database.query('SELECT FROM letters')).toEqual([]);
  });

  it('stays open when it was opened again and done anew after the chore had found it', async () => {
    const id = await done(15);
    await database.query('UPDATE service_requests SET finished_at = now() WHERE id = $1', [id]);
    expect(await work.closeByItself(id)).toBe(false);
    await database.query(
      "UPDATE service_requests SET state = 'open', finished_at = NULL, due_at = now(), soon_at = now() WHERE id = $1",
      [id],
    );
    expect(await work.closeByItself(id)).toBe(false);
    expect((await states())[id]).toEqual(['open', 1, 0]);
  });

  it('closes although another one beside it cannot, and leaves open what was merged into it', async () => {
    const parent = await done(15);
    const child = await storeRequest(database, { parent_id: parent });
    const broken = await done(16);
    await database.query(
      `CREATE FUNCTION broken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$;
       CREATE TRIGGER broken BEFORE UPDATE ON service_requests FOR EACH ROW WHEN (OLD.id = '${broken}') EXECUTE FUNCTION broken()`,
    );
    await clean();
    await database.query('DROP TRIGGER broken ON service_requests; DROP FUNCTION broken');
    const now = await states();
    expect([now[parent]?.[0], now[child]?.[0], now[broken]?.[0]]).toEqual(['closed', 'open', 'completed']);
  });
});

describe('A request that was closed', () => {
  const closed = (days: number, fields = {}) =>
    done(days, { state: 'closed', closed_at: ago(days), ...fields });

  it('is forgotten after three years with its events and photos, and not before', async () => {
    const old = await closed(3 * 366);
    const declined = { state: 'declined', finished_at: null, closed_at: ago(3 * 366) };
    await closed(3 * 366, declined);
    const young = await closed(3 * 365 - 1);
    const open = await storeRequest(database, { registered_at: ago(2000) });
    for (const id of [old, young]) {
      await database.query(
        `WITH event AS (INSERT INTO request_events (request_id, at, kind, actor_kind, open)
           VALUES ($1, now(), 'registered', 'staff', true) RETURNING id)
         INSERT INTO request_photos (request_id, event_id, file, width, height, bytes, created_at)
         SELECT $1, id, $2, 1, 1, 1, now() FROM event`,
        [id, `${id}.jpg`],
      );
    }
    await clean();
    expect(Object.keys(await states()).sort()).toEqual([young, open].sort());
    expect(await database.query('SELECT request_id FROM request_events')).toEqual([{ request_id: young }]);
    expect(await database.query('SELECT request_id FROM request_photos')).toEqual([{ request_id: young }]);
  });

  it('goes without what was merged into it and is still needed', async () => {
    const parent = await closed(3 * 366);
    const child = await closed(10, { parent_id: parent });
    await clean();
    expect(await database.query('SELECT id, parent_id FROM service_requests')).toEqual([
      { id: child, parent_id: null },
    ]);
  });

  it('stays when its resident is deleted, and is nobody’s then', async () => {
    const id = await closed(10, { user_id: await addResident() });
    await database.query('DELETE FROM users');
    expect(await database.query('SELECT id, user_id, applicant FROM service_requests')).toEqual([
      { id, user_id: null, applicant: 'Белова Ирина' },
    ]);
  });
});

describe('The chores of requests', () => {
  it('read no table from end to end, however many rows have to stay', async () => {
    await database.query(
      `INSERT INTO service_requests (year, sequence, channel, registered_at, address, category, emergency, state, fix_due,
         finished_at, closed_at)
       SELECT 2026, n, 'phone', now(), 'Лесная, 4', 'leak', false, CASE WHEN n % 2 = 0 THEN 'closed' ELSE 'completed' END, now(),
         now() - n * interval '1 second', CASE WHEN n % 2 = 0 THEN now() - n * interval '1 second' END
       FROM generate_series(1, 50000) n`,
    );
    await database.query('ANALYZE');
    const plans = await Promise.all(
      requestChores(work, 3).flatMap((chore) => [
        database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${chore.find}`, [1000]),
        ...('work' in chore ? [database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${chore.work}`, [[]])] : []),
      ]),
    );
    expect(plans).toHaveLength(3);
    const text = plans.flat().map((row) => row['QUERY PLAN']);
    expect(text.filter((line) => line.includes('Seq Scan'))).toEqual([]);
  });
});
