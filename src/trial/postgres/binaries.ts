import {
  chownSync,
  cpSync,
  existsSync,
  lchownSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { EmbeddedPostgresError } from '../../core/embedded-postgres-error.js';
import { type Account, canReach, type Home } from './home.js';

/** Returns the directory with `initdb` and `postgres` that the database's account can run. */
export function locateBinaries({ directory, account }: Home): string {
  const shipped = shippedPackage();
  const bin = join(shipped, 'native/bin');
  if (hydrateSymlinks(shipped) && canReach(join(bin, 'postgres'), account, 'x')) return bin;

  // A checkout closed to the account (below /root) or read-only: the binaries move in with the data.
  const { version } = JSON.parse(readFileSync(join(shipped, 'package.json'), 'utf8')) as { version: string };
  const copy = join(directory, `postgres-${version}`);
  if (!existsSync(copy)) copyPackage(shipped, copy, account);
  return join(copy, 'native/bin');
}

function shippedPackage(): string {
  const platform = `${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`);
    return resolve(dirname(entry), '..');
  } catch {
    throw new EmbeddedPostgresError(
      `Для этой системы (${platform}) нет встроенного PostgreSQL: укажите свой сервер в DATABASE_URL`,
    );
  }
}

/** npm packages hold no symlinks; the package's install script makes them, and install scripts may be blocked. */
function hydrateSymlinks(root: string): boolean {
  const list = readFileSync(join(root, 'native/pg-symlinks.json'), 'utf8');
  const links = JSON.parse(list) as { source: string; target: string }[];
  try {
    for (const { source, target } of links) {
      if (existsSync(join(root, target))) continue;
      symlinkSync(relative(dirname(target), source), join(root, target));
    }
    return true;
  } catch {
    return links.every(({ target }) => existsSync(join(root, target)));
  }
}

function copyPackage(shipped: string, copy: string, account: Account | undefined): void {
  const draft = `${copy}.draft`;
  rmSync(draft, { recursive: true, force: true });
  cpSync(shipped, draft, { recursive: true, verbatimSymlinks: true });
  hydrateSymlinks(draft);
  if (account) giveAway(draft, account);
  renameSync(draft, copy);
}

function giveAway(directory: string, { uid, gid }: Account): void {
  chownSync(directory, uid, gid);
  for (const path of readdirSync(directory, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(directory, path), uid, gid);
  }
}
