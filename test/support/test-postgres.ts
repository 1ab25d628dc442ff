import { chmod, mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { cli } from './command.js';
import { projectPath } from './project.js';

interface Run {
  url: string;
  prefix: string;
  /** What processes of this run share. */
  folder: string;
  stop: () => Promise<void>;
}

const MEMORY = '/dev/shm';
const FOLDER = 'kabinet-test-';
const RUN_FOLDER = 'kabinet-run-';
const HOUR_MS = 3_600_000;
const ROOM_BYTES = 4 * 1024 ** 3;

let run: Run | undefined;

/** Starts the one PostgreSQL of this test run and makes the migrated template that every suite copies. */
export async function startTestPostgres(): Promise<void> {
  const existing = process.env.TEST_DATABASE_URL;
  const server = existing ? { url: existing, stop: () => Promise.resolve() } : await startTemporaryServer();
  const folder = await mkdtemp(join(await quickFolder(), RUN_FOLDER));
  run = { ...server, folder, prefix: `kabinet_test_${randomBytes(4).toString('hex')}` };
  process.env.TEST_RUN_FOLDER = run.folder;
  process.env.TEST_POSTGRES_URL = run.url;
  process.env.TEST_DATABASE_PREFIX = run.prefix;
  process.env.TEST_RUNNING_ROLE = `${run.prefix}_app`;
  try {
    await makeTemplate(run);
  } catch (error) {
    await stopTestPostgres();
    throw error;
  }
}

/** Drops what this run has left behind and stops the server if the run started it. */
export async function stopTestPostgres(): Promise<void> {
  if (!run) return;
  const { url, prefix, folder, stop } = run;
  run = undefined;
  try {
    await dropDatabases(url, prefix);
  } finally {
    await stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function startTemporaryServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(await quickFolder(), FOLDER));
  // PostgreSQL refuses to run as root and runs as another user then: that user must be able to pass through.
  await chmod(folder, 0o711);
  const lines: string[] = [];
  // Jest runs this file as Node does, without the resolver that finds the product for tests.
  const product = pathToFileURL(projectPath('dist', 'trial', 'postgres', 'embedded-postgres.js')).href;
  const { startEmbeddedPostgres } = (await import(
    product
  )) as typeof import('../../src/trial/postgres/embedded-postgres.js');
  const remove = () => rm(folder, { recursive: true, force: true });
  try {
    const server = await startEmbeddedPostgres(join(folder, 'postgres'), {
      log: (line: string) => lines.push(line),
    });
    await forgoDurability(server.url);
    return { url: server.url, stop: () => server.stop().then(remove) };
  } catch (error) {
    await remove();
    throw new Error(`PostgreSQL did not start:\n${lines.join('\n')}`, { cause: error });
  }
}

/** The memory where it holds files (Linux) and has much room, else the temporary folder: loads make and drop tables all the time. */
async function quickFolder(): Promise<string> {
  const memory = await statfs(MEMORY).catch(() => undefined);
  if (!memory || memory.bavail * memory.bsize < ROOM_BYTES) return tmpdir();
  await forgetKilledRuns();
  return MEMORY;
}

/** What a run that was killed has left would take memory until the machine is started anew. */
async function forgetKilledRuns(): Promise<void> {
  for (const name of await readdir(MEMORY)) {
    const folder = join(MEMORY, name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Infinity }));
    const kept = name.startsWith(FOLDER) ? HOUR_MS : name.startsWith(RUN_FOLDER) ? 24 * HOUR_MS : Infinity;
    if (Date.now() - mtimeMs < kept) continue;
    const runs = await stat(join(folder, 'postgres', 'cluster', 'postmaster.pid')).catch(() => undefined);
    if (!runs) await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
}

/** The files are thrown away: nobody has to wait until they are on the disk. Killed processes lose nothing even so. */
async function forgoDurability(url: string): Promise<void> {
  await onServer(url, async (client) => {
    for (const setting of ['fsync', 'full_page_writes']) {
      await client.query(`ALTER SYSTEM SET ${setting} = off`);
    }
    await client.query('SELECT pg_reload_conf()');
  });
}

async function makeTemplate({ url, prefix }: Run): Promise<void> {
  const name = `${prefix}_template`;
  await onServer(url, async (client) => {
    await client.query(`CREATE ROLE ${prefix}_app LOGIN PASSWORD '${prefix}_app'`);
    await client.query(`CREATE DATABASE ${name}`);
  });
  const template = new URL(url);
  template.pathname = `/${name}`;
  const { code, output } = await cli(['migrate'], {
    DATABASE_URL: template.href,
    SMTP_URL: 'smtp://127.0.0.1:9',
  });
  if (code !== 0) throw new Error(`«node dist/cli.js migrate» ended with ${code}:\n${output}`);
  // A template with a guest cannot be copied, so nobody is let in any more.
  await onServer(url, (client) => client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`));
}

async function dropDatabases(url: string, prefix: string): Promise<void> {
  await onServer(url, async (client) => {
    const found = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of found.rows) await client.query(`DROP DATABASE "${datname}" WITH (FORCE)`);
    await client.query(`DROP ROLE IF EXISTS ${prefix}_app`);
  });
}

async function onServer<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
