import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { DataSource } from 'typeorm';
import type { Config } from './config.js';
import { projectPath } from './paths.js';
import { letRun } from './running-role.js';

/** Any number, the same in all instances: whoever holds it migrates, the others wait. */
const LOCK = 4_951_203;
/** A role may have limits for the statements of pages; a migration of a large table takes what it takes. */
const PATIENT = 'SET statement_timeout = 0; SET lock_timeout = 0';
/** Until that is said, what a connection begins with is patient too. */
const FROM_THE_FIRST = { statement_timeout: 600_000, lock_timeout: 600_000 };
const FOLDER = projectPath('dist', 'migrations');

/** Where the database is: for its owner, and for the product that runs. */
type Places = Pick<Config, 'databaseOwnerUrl' | 'databaseUrl'>;

/** Brings the database up to date; safe when several instances start at once. Returns the names of what was run. */
export async function migrate({ databaseOwnerUrl: databaseUrl, ...config }: Places): Promise<string[]> {
  const lock = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    ...FROM_THE_FIRST,
  });
  await lock.connect();
  try {
    await lock.query(PATIENT);
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const files = await migrationFiles();
    const done = (await isUpToDate(lock, files)) ? [] : await run(databaseUrl, files);
    await letRun(lock, databaseUrl, config.databaseUrl);
    return done;
  } finally {
    await lock.end();
  }
}

async function run(databaseUrl: string, files: string[]): Promise<string[]> {
  const source = new DataSource({
    ...{ type: 'postgres', url: databaseUrl, migrations: await load(files) },
    // one connection, so that what is set for it holds for each migration
    extra: { max: 1, ...FROM_THE_FIRST },
  });
  await source.initialize();
  try {
    await source.query(PATIENT);
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map((migration) => migration.name);
  } finally {
    await source.destroy();
  }
}

/** The numbers of all migrations that this program has. */
export async function knownMigrations(): Promise<Set<string>> {
  return new Set((await migrationFiles()).map(numberOf));
}

/** In the order in which they are run. */
async function migrationFiles(): Promise<string[]> {
  return (await readdir(FOLDER)).filter((name) => name.endsWith('.js')).sort();
}

function numberOf(file: string): string {
  return file.slice(0, file.indexOf('-'));
}

/** Most starts find nothing to do, and need not load the migrations to see that. */
async function isUpToDate(client: pg.Client, files: readonly string[]): Promise<boolean> {
  const { rows: tables } = await client.query("SELECT WHERE to_regclass('migrations') IS NOT NULL");
  if (tables.length === 0) return false;
  const { rows } = await client.query<{ number: string }>('SELECT "timestamp" AS number FROM migrations');
  const done = new Set(rows.map(({ number }) => number));
  return files.every((file) => done.has(numberOf(file)));
}

/** What the program has and the database has not, and the other way round, by the numbers that are done. */
export async function missingMigrations(
  done: readonly string[],
): Promise<{ missing: string[]; unknown: string[] }> {
  const known = await knownMigrations();
  return {
    missing: [...known].filter((number) => !done.includes(number)),
    unknown: done.filter((number) => !known.has(number)),
  };
}

async function load(files: readonly string[]): Promise<(new () => never)[]> {
  const modules = await Promise.all(
    files.map(
      async (file) => (await import(pathToFileURL(`${FOLDER}/${file}`).href)) as Record<string, never>,
    ),
  );
  return modules.flatMap((module) => Object.values(module));
}
