import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { migrate } from '../dist/core/migrate.js';
import { CONSENT } from '../dist/users/consent.js';
import { startEmbeddedPostgres } from '../dist/trial/postgres/embedded-postgres.js';
import { runningRole } from '../dist/trial/postgres/running-role.js';

/** A house has fifty flats. */
const FLATS = 50;
/** Of Linux in a second, on all that runs Node. */
const TICKS = 100;

/** A PostgreSQL of its own with residents, a thousand unless said, who have linked an account each, and are signed in. */
export async function startWorld(residents = 1000) {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-bench-'));
  // So that the account that PostgreSQL runs under may pass through.
  chmodSync(folder, 0o711);
  const postgres = await startEmbeddedPostgres(join(folder, 'postgres'));
  const url = await runningRole(postgres.url);
  await migrate({ databaseUrl: url, databaseOwnerUrl: postgres.url });
  const database = new pg.Client(postgres.url);
  await database.connect();
  const visitors = await fill(database, residents);
  const stop = async () => {
    await database.end();
    await postgres.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  return { url, ownerUrl: postgres.url, files: join(folder, 'files'), database, visitors, stop };
}

/** Runs a program until `stop`, with everything on that production has on; resolves when it answers. */
export async function startProgram(file, world, changes = {}) {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(process.execPath, [...(process.env.BENCH_NODE_FLAGS?.split(' ') ?? []), file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...settings(world), PORT: String(port), PUBLIC_URL: url, ...changes },
  });
  for (let attempt = 0; attempt < 1200; attempt += 1) {
    const ready = await fetch(`${url}/health/live`).catch(() => undefined);
    if (ready?.ok) {
      const { pid } = child;
      return { url, memory: () => memoryOf(pid), cpu: () => cpuSecondsOf(pid), stop: () => stopped(child) };
    }
    await sleep(50);
  }
  child.kill('SIGKILL');
  throw new Error(`${file} does not answer`);
}

/** The environment of the product in production. */
export function settings(world) {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    DATABASE_URL: world.url,
    DATABASE_OWNER_URL: world.ownerUrl,
    FILES_DIR: world.files,
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'noreply@example.test',
    APP_SECRET: randomBytes(48).toString('base64'),
    THROTTLE_FACTOR: '1000000',
    COMPANY_NAME: 'УК «Пример»',
    COMPANY_LEGAL_NAME: 'ООО «УК Пример»',
    COMPANY_INN: '3800000005',
    COMPANY_PHONE: '8 (3952) 00-00-00',
    COMPANY_ADDRESS: 'г. Иркутск, ул. Примерная, 10',
    COMPANY_EMAIL: 'office@example.test',
  };
}

/** The largest resident memory of a process so far, in MB; 0 when it has ended. */
export function memoryPeakOf(pid) {
  try {
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return Math.round(Number(kilobytes ?? 0) / 1024);
  } catch {
    return 0;
  }
}

/** Seconds that a process has kept a core busy so far: other programs on the machine do not change them. */
function cpuSecondsOf(pid) {
  const [user, system] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ').slice(11, 13);
  return (Number(user) + Number(system)) / TICKS;
}

/** Resident memory of a process in MB. */
function memoryOf(pid) {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return Math.round(Number(kilobytes) / 1024);
}

function stopped(child) {
  return new Promise((resolve) => {
    child.on('exit', resolve);
    child.kill('SIGTERM');
  });
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

async function fill(database, residents) {
  await database.query(`
    INSERT INTO houses (address) SELECT 'г. Иркутск, ул. Лесная, д. ' || n FROM generate_series(1, ${residents / FLATS}) n;
    INSERT INTO units (house_id, number) SELECT id, flat::text FROM houses, generate_series(1, ${FLATS}) flat;
    INSERT INTO accounts (unit_id, number, owner_name, total_area, residents, balance_kopecks, balance_on)
      SELECT id, lpad(row_number() OVER ()::text, 10, '0'), 'Белова Ирина Петровна', 54.3, 2, 512345, now() FROM units;
    INSERT INTO users (public_no, login, login_key, email, email_key, email_confirmed_at, password_changed_at,
                       first_name, last_name, status)
      SELECT n, 'resident' || n, 'resident' || n, n || '@example.test', n || '@example.test', now(), now(),
             'Ирина', 'Белова', 'active' FROM generate_series(1, ${residents}) n;
    INSERT INTO consents (user_id, document, version) SELECT id, '${CONSENT.document}', '${CONSENT.version}' FROM users;
    INSERT INTO account_links (user_id, account_id)
      SELECT u.id, a.id FROM users u JOIN accounts a ON a.number = lpad(u.public_no::text, 10, '0');
    INSERT INTO services (name) SELECT 'Коммунальная услуга ' || n FROM generate_series(1, 10) n;
    INSERT INTO batches (kind, format, file_name, sha256) VALUES ('charges', 'bench', 'bench.csv', '');
    INSERT INTO payment_documents (account_id, period, batch_id, opening_kopecks, charged_kopecks, closing_kopecks,
                                   counted_until, due_on)
      SELECT a.id, '2026-10-01', b.id, 0, 512345, 512345, '2026-10-31', '2026-11-16' FROM accounts a, batches b;
    INSERT INTO charge_lines (document_id, position, service_id, unit, volume, tariff, charged_kopecks, total_kopecks)
      SELECT d.id, s.id, s.id, 'м³', 12.345, 41.5, 51234, 51234 FROM payment_documents d, services s;
    ANALYZE;`);
  const { rows } = await database.query('SELECT user_id, account_id FROM account_links');
  const visitors = rows.map((row) => ({ token: randomBytes(24).toString('base64url'), ...row }));
  await database.query(
    `INSERT INTO sessions (id_hash, user_id, idle_seconds, expires_at)
     SELECT decode(h, 'hex'), u::uuid, 7200, now() + interval '12 hours' FROM unnest($1::text[], $2::text[]) AS t(h, u)`,
    [
      visitors.map(({ token }) => createHash('sha256').update(token).digest('hex')),
      visitors.map((v) => v.user_id),
    ],
  );
  return visitors;
}
