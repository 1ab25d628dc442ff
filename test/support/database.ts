import { randomBytes } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { filesOf } from './files.js';
import { projectPath } from './project.js';

/** A database of one suite. */
export interface Database {
  name: string;
  url: string;
  query<Row extends pg.QueryResultRow = pg.QueryResultRow>(sql: string, params?: unknown[]): Promise<Row[]>;
  drop(): Promise<void>;
}

interface Options {
  /** Without tables: for tests of the migrations and of the first start. */
  empty?: boolean;
  /** Another server than the one of the run, for tests that stop it; its databases are always empty. */
  server?: string;
}

/** Makes a migrated database of its own for a suite, in milliseconds. */
export async function createDatabase(options: Options = {}): Promise<Database> {
  const server = options.server ?? setting('TEST_POSTGRES_URL');
  const prefix = process.env.TEST_DATABASE_PREFIX ?? 'kabinet_test';
  const name = `${prefix}_${randomBytes(6).toString('hex')}`;
  const from = options.empty || options.server ? 'template0' : `${setting('TEST_DATABASE_PREFIX')}_template`;
  await execute(server, `CREATE DATABASE ${name} TEMPLATE ${from} STRATEGY FILE_COPY`);

  const url = new URL(server);
  url.pathname = `/${name}`;
  const pool = new pg.Pool({ connectionString: url.href, max: 4, allowExitOnIdle: true });
  pool.on('error', () => undefined); // the server may be stopped under an idle connection by a test

  return {
    name,
    url: url.href,
    query: async <Row extends pg.QueryResultRow>(sql: string, params?: unknown[]) =>
      (await pool.query<Row>(sql, params)).rows,
    drop: async () => {
      await pool.end();
      await execute(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      await rm(filesOf(url.href), { recursive: true, force: true });
    },
  };
}

/** Brings an empty database to where it was before a migration: its number is the first that is left out. */
export async function migrateBefore(url: string, number: number): Promise<void> {
  // Loaded here, since most suites of a run do without.
  const { DataSource } = await import('typeorm');
  const folder = projectPath('dist', 'migrations');
  const files = (await readdir(folder)).filter(
    (name) => name.endsWith('.js') && Number.parseInt(name, 10) < number,
  );
  const modules = await Promise.all(
    files
      .sort()
      .map(async (file) => (await import(pathToFileURL(`${folder}/${file}`).href)) as Record<string, never>),
  );
  const migrations = modules.flatMap((module) => Object.values(module));
  const source = await new DataSource({ type: 'postgres', url, migrations }).initialize();
  await source.runMigrations({ transaction: 'each' });
  await source.destroy();
}

async function execute(server: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

function setting(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run the tests through Jest, whose globalSetup sets it`);
  return value;
}
