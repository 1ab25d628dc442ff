import { isRefusedByPooler } from './start-trouble.js';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from './config.js';
import { classify } from './database-errors.js';
import { connectionOptions } from './database.js';
import { WrongSetting } from './settings-reader.js';

const PATIENCE_SECONDS = 30;
/** A name that nobody knows is a typing error more often than a machine that is starting. */
const NAME_SECONDS = 5;
const OLDEST = 14;
const ROUNDS = 4;
const QUERY_MS = 10_000;

/** Waits a while for a database that starts together with us, and refuses one that the product cannot work with. */
export async function checkDatabase(config: Config): Promise<void> {
  const one = await patiently(config);
  try {
    const version = Number((await value(one, 'SHOW server_version_num')) ?? 0);
    if (version < OLDEST * 10_000) {
      refuse(`PostgreSQL ${Math.floor(version / 10_000)} is too old, ${OLDEST} or newer is needed`);
    }
    const encoding = await value(one, 'SHOW server_encoding');
    if (encoding !== 'UTF8') {
      refuse(
        `the database has the encoding ${encoding} and needs UTF8: CREATE DATABASE … ENCODING 'UTF8' TEMPLATE template0`,
      );
    }
    if (await isShared(one, config)) {
      refuse(
        'there is a connection pooler in transaction mode between: use its session mode, or connect to PostgreSQL directly',
      );
    }
  } finally {
    await one.end();
  }
}

/** Two open connections with one server process behind both, or one connection with several, are no connections of ours. */
async function isShared(one: pg.Client, config: Config): Promise<boolean> {
  const other = await connect(config);
  try {
    const [ones, others] = [new Set<string>(), new Set<string>()];
    for (let round = 0; round < ROUNDS; round += 1) {
      ones.add((await value(one, 'SELECT pg_backend_pid()')) ?? '');
      others.add((await value(other, 'SELECT pg_backend_pid()')) ?? '');
    }
    return ones.size > 1 || others.size > 1 || [...ones].some((pid) => others.has(pid));
  } finally {
    await other.end();
  }
}

async function patiently(config: Config): Promise<pg.Client> {
  for (let second = 0; ; second += 1) {
    try {
      return await connect(config);
    } catch (error) {
      const { code } = error as { code?: string };
      const patience = code === 'ENOTFOUND' || code === 'EAI_AGAIN' ? NAME_SECONDS : PATIENCE_SECONDS;
      if (classify(error) !== 503 || isRefusedByPooler(error) || second >= patience) throw error;
      await sleep(1000);
    }
  }
}

async function connect(config: Config): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: config.databaseUrl,
    // A pooler with too few connections lets its clients wait for minutes.
    query_timeout: QUERY_MS,
    ...connectionOptions,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
}

async function value(client: pg.Client, sql: string): Promise<string | undefined> {
  const { rows } = await client.query<Record<string, string | number>>(sql);
  const [first] = Object.values(rows[0] ?? {});
  return first === undefined ? undefined : String(first);
}

function refuse(why: string): never {
  throw new WrongSetting(`Setting DATABASE_URL: ${why}.`);
}
