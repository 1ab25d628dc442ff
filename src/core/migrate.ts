import { readdir } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { projectPath } from './paths.js';

/** Any number, the same in all instances: whoever holds it migrates, the others wait. */
const LOCK = 4_951_203;

/** Brings the database up to date; safe when several instances start at once. Returns the names of what was run. */
export async function migrate(databaseUrl: string): Promise<string[]> {
  const lock = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 10_000 });
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [LOCK]);
    const source = new DataSource({ type: 'postgres', url: databaseUrl, migrations: await migrations() });
    await source.initialize();
    try {
      const done = await source.runMigrations({ transaction: 'each' });
      return done.map((migration) => migration.name);
    } finally {
      await source.destroy();
    }
  } finally {
    await lock.end();
  }
}

async function migrations(): Promise<(new () => never)[]> {
  const folder = projectPath('dist', 'migrations');
  const files = (await readdir(folder)).filter((name) => name.endsWith('.js')).sort();
  const modules = await Promise.all(
    files.map(
      async (file) => (await import(pathToFileURL(`${folder}/${file}`).href)) as Record<string, never>,
    ),
  );
  return modules.flatMap((module) => Object.values(module));
}
