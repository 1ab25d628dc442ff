import { readdir } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import type { Config } from '../core/config.js';
import { answerOf } from './program.js';
import { BackupRefused } from './backup-refused.js';

/** Where packages of Debian and of the project itself put the programs of each version. */
const PLACES = [
  { folder: '/usr/lib/postgresql', inside: 'bin' },
  { folder: '/usr', inside: 'bin', like: /^pgsql-\d+$/ },
];

/** Programs of PostgreSQL of one version. */
export interface PostgresTools {
  readonly version: number;
  readonly path: (name: 'pg_dump' | 'pg_restore' | 'psql') => string;
}

/** The oldest tools of this machine that are not older than `least`: the server dumped, or the dump restored. */
export async function postgresTools(least: number, environment: NodeJS.ProcessEnv): Promise<PostgresTools> {
  const found: PostgresTools[] = [];
  for (const folder of await folders(environment.PATH ?? '')) {
    const path = (name: string) => join(folder, name);
    const text = await answerOf(path('pg_dump'), ['--version']).catch(() => '');
    const version = Number(/ (\d+)/.exec(text)?.[1] ?? 0);
    if (version > 0) found.push({ version, path });
  }
  const [fitting] = found.filter(({ version }) => version >= least).sort((a, b) => a.version - b.version);
  if (fitting) return fitting;
  const newest = Math.max(0, ...found.map(({ version }) => version));
  throw new BackupRefused(
    newest === 0
      ? `Не найдены программы PostgreSQL (pg_dump, pg_restore, psql): apt-get install postgresql-client-${least}`
      : `Программы PostgreSQL на этой машине версии ${newest}, а нужны не старше ${least}: apt-get install postgresql-client-${least} (репозиторий apt.postgresql.org)`,
  );
}

async function folders(searched: string): Promise<string[]> {
  const versions = await Promise.all(
    PLACES.map(async ({ folder, inside, like }) =>
      (await readdir(folder).catch(() => []))
        .filter((name) => like?.test(name) ?? true)
        .map((name) => join(folder, name, inside)),
    ),
  );
  return [...versions.flat(), ...searched.split(delimiter).filter(Boolean)];
}

/** What libpq knows of an address of ours; it takes a password from the environment, where `ps` shows it to nobody. */
const KNOWN_PARAMETERS = ['host', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert'];
const AUTHORITIES = '/etc/ssl/certs/ca-certificates.crt';

/** How the programs of PostgreSQL reach a database. */
export function reach({ databaseOwnerUrl, environment }: Config): { url: string; env: NodeJS.ProcessEnv } {
  const url = new URL(databaseOwnerUrl);
  const password = decodeURIComponent(url.password);
  url.password = '';
  for (const name of [...url.searchParams.keys()]) {
    if (!KNOWN_PARAMETERS.includes(name)) url.searchParams.delete(name);
  }
  const isChecked = url.searchParams.get('sslmode')?.startsWith('verify') ?? false;
  const authorities = environment.NODE_EXTRA_CA_CERTS ?? AUTHORITIES;
  if (isChecked && !url.searchParams.has('sslrootcert')) url.searchParams.set('sslrootcert', authorities);
  return {
    url: url.href,
    env: {
      ...environment,
      ...(password !== '' && { PGPASSWORD: password }),
      PGOPTIONS: '-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0',
      PGAPPNAME: 'kabinet backup',
    },
  };
}
