import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EmbeddedPostgresError } from '../../core/embedded-postgres-error.js';

/** The system account that PostgreSQL runs under when it may not run under ours. */
export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/** The directory with everything the embedded database keeps, and the account that owns it. */
export interface Home {
  readonly directory: string;
  readonly account: Account | undefined;
}

/** Makes the home of the database: in `wanted`, or in /var/lib when root's account for it cannot get there. */
export function prepareHome(wanted: string, log: (line: string) => void): Home {
  const [directory, substitute] = placesOf(wanted);
  const account = databaseAccount(directory);
  if (make(directory, account)) return { directory: realpathSync(directory), account };

  if (account && make(substitute, account)) {
    log(`Папка ${directory} недоступна серверу базы данных, данные лежат в ${substitute}`);
    return { directory: substitute, account };
  }
  throw new EmbeddedPostgresError(`Нет прав на папку базы данных ${directory}`);
}

/**
 * The place that was wished for, and the one in its stead.
 * @public npm run db looks into both.
 */
export function placesOf(wanted: string): [string, string] {
  const directory = resolve(wanted);
  const name = createHash('sha256').update(directory).digest('hex').slice(0, 12);
  return [directory, join('/var/lib', `kabinet-${name}`)];
}

/** Tells whether the account may read or enter `path`, all directories above it included. */
export function canReach(path: string, account: Account | undefined, how: 'w' | 'x'): boolean {
  if (account) {
    const script = 'test -x "$0" && test -"$1" "$0"';
    return spawnSync('/bin/sh', ['-c', script, path, how], { ...account, cwd: '/', env: {} }).status === 0;
  }
  try {
    accessSync(path, constants.X_OK | (how === 'w' ? constants.W_OK : 0));
    return true;
  } catch {
    return false;
  }
}

/** PostgreSQL refuses to run as root: root hands it to the owner of the place, or to `nobody` where that is root. */
function databaseAccount(directory: string): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;

  let place = directory;
  while (!existsSync(place)) place = dirname(place);
  const accounts = readAccounts();
  const owner = statSync(place).uid;
  const account =
    accounts.find(({ uid }) => uid !== 0 && uid === owner) ?? accounts.find((a) => a.name === 'nobody');
  if (!account) {
    throw new EmbeddedPostgresError('PostgreSQL не работает от имени root, а пользователя nobody нет');
  }
  return { uid: account.uid, gid: account.gid };
}

function readAccounts(): (Account & { name: string })[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .map(([name = '', , uid, gid]) => ({ name, uid: Number(uid), gid: Number(gid) }));
}

function make(directory: string, account: Account | undefined): boolean {
  try {
    mkdirSync(directory, { recursive: true });
    if (account) chownSync(directory, account.uid, account.gid);
    return canReach(directory, account, 'w');
  } catch {
    return false;
  }
}
