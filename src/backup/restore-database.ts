import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import type { Config } from '../core/config.js';
import { BEGIN_SETTLING } from '../core/unfinished-restore.js';
import type { Opener } from './cipher.js';
import { type PostgresTools, reach } from './postgres-tools.js';
import { Program } from './program.js';
import { together } from './together.js';

/** Tables, views and sequences that no extension has made. */
const SOMETHING = `SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'S')
  AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e') LIMIT 1`;
/** Those of users, whoever they are; our own does not count. */
const GUESTS = `SELECT count(*)::integer AS count FROM pg_stat_activity
  WHERE datname = current_database() AND usesysid IS NOT NULL AND pid <> pg_backend_pid()`;

/** Leaves the schema as it was in the beginning; a user who does not own it loses what is theirs. */
const EMPTY = `
  SET client_min_messages = warning;
  DO $$ BEGIN
    IF pg_has_role(current_user, (SELECT nspowner FROM pg_namespace WHERE nspname = 'public'), 'USAGE') THEN
      DROP SCHEMA public CASCADE;
      CREATE SCHEMA public;
      GRANT USAGE ON SCHEMA public TO PUBLIC;
    ELSE
      EXECUTE format('DROP OWNED BY %I CASCADE', current_user);
    END IF;
  END $$;`;

/** Whether there is nothing in the database yet. */
export async function isEmpty(database: pg.Client): Promise<boolean> {
  return (await database.query(SOMETHING)).rows.length === 0;
}

/** How many others work with the database. */
export async function guestsOf(database: pg.Client): Promise<number> {
  return (await database.query<{ count: number }>(GUESTS)).rows[0]!.count;
}

interface Source {
  readonly tools: PostgresTools;
  readonly opener: Opener;
  /** The encrypted dump. */
  readonly path: string;
  /** Whether what is there goes. */
  readonly replace: boolean;
}

/**
 * Puts a dump into a database in one transaction: it is restored whole, or as it was before. The end of the transaction is
 * written only after everything before it has come to a good end, so that a stream that breaks off is never taken for a whole one.
 */
export async function restoreDatabase(
  config: Config,
  { tools, opener, path, replace }: Source,
): Promise<void> {
  const { url, env } = reach(config);
  const unpacking = new Program(
    tools.path('pg_restore'),
    ['--no-owner', '--no-acl', '--no-comments', '--file=-'],
    env,
  );
  const writing = new Program(
    tools.path('psql'),
    [
      ...['--no-psqlrc', '--quiet', '--no-password', '--set=ON_ERROR_STOP=1', '--output=/dev/null'],
      ...['--file=-', `--dbname=${url}`],
    ],
    env,
  );
  writing.stdout.resume();
  const { bytes, done } = opener.open(path);
  writing.stdin.write(`BEGIN;\n${replace ? EMPTY : ''}\n`);
  const feeding = together(
    pipeline(bytes, unpacking.stdin),
    done,
    unpacking.done(),
    pipeline(unpacking.stdout, writing.stdin, { end: false }),
  );
  const ending = feeding.then(
    () => writing.stdin.end(`SET search_path = public;\n${BEGIN_SETTLING};\nCOMMIT;\n`),
    (error: unknown) => {
      writing.kill();
      throw error;
    },
  );
  await together(writing.done(), ending).catch((error: unknown) => {
    // psql that we have ended because of another says nothing of it
    return feeding.then(
      () => Promise.reject(error as Error),
      (first: unknown) =>
        Promise.reject(/\(SIGKILL\)/.test(String(error)) ? (first as Error) : (error as Error)),
    );
  });
}
