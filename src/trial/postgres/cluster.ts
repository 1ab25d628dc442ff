import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EmbeddedPostgresError } from '../../core/embedded-postgres-error.js';
import { type Home } from './home.js';
import { lastTrouble } from './postgres-log.js';
import { supervise } from './supervisor.js';

const DRAFT = 'cluster.draft-';
/** ICU sorts Russian as people do (ё next to е) and is the same on every system. */
const LOCALE = ['-E', 'UTF8', '--locale=C', '--locale-provider=icu', '--icu-locale=ru'];

/** Creates the database files on the first start: aside, so that `cluster` exists only when it is whole. */
export async function ensureCluster(
  home: Home,
  binaries: string,
  log: (line: string) => void,
): Promise<void> {
  const { directory } = home;
  removeDrafts(directory);
  if (existsSync(join(directory, 'cluster'))) return;

  log('Создаю базу данных');
  const draft = join(directory, DRAFT + randomBytes(4).toString('hex'));
  const access = ['-U', 'kabinet', '-A', 'scram-sha-256', `--pwfile=${newPassword(home)}`];
  const initdb = supervise(home, join(binaries, 'initdb'), ['-D', draft, ...LOCALE, ...access]);
  if ((await initdb.exited) !== 0) {
    throw new EmbeddedPostgresError(`База данных не создалась: ${lastTrouble(directory)}`);
  }
  renameSync(draft, join(directory, 'cluster'));
}

/** Reads the password of the database's only role. */
export function readPassword(directory: string): string {
  return readFileSync(join(directory, 'password'), 'utf8').trim();
}

function removeDrafts(directory: string): void {
  for (const name of readdirSync(directory).filter((entry) => entry.startsWith(DRAFT))) {
    rmSync(join(directory, name), { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A password, since every user of the machine can reach the port. */
function newPassword({ directory, account }: Home): string {
  const path = join(directory, 'password');
  writeFileSync(path, `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account) chownSync(path, account.uid, account.gid);
  return path;
}
