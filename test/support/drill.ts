import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { freePort } from './free-port.js';

const DEBIAN = '/usr/lib/postgresql';
const NOBODY = 65_534;

/** The programs of PostgreSQL with a server, newest first; that of the tests comes without them. */
const [bin] = (existsSync(DEBIAN) ? readdirSync(DEBIAN) : [])
  .sort((one, other) => Number(other) - Number(one))
  .map((version) => join(DEBIAN, version, 'bin'))
  .filter((folder) =>
    ['postgres', 'initdb', 'pg_dump', 'psql'].every((name) => existsSync(join(folder, name))),
  );

const hasAge =
  spawnSync('age', ['--version']).status === 0 && spawnSync('age-keygen', ['--version']).status === 0;
export const hasGpg = spawnSync('gpg', ['--version']).status === 0;

/** What is not installed that the drill of backups needs, as a command that brings it; empty where nothing is missing. */
export const missing = [...(hasAge ? [] : ['age']), ...(bin === undefined ? ['postgresql'] : [])].join(' ');

/** A server whose programs can dump it; as root it runs as nobody. */
export async function startDrillServer(): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-drill-'));
  const root = process.getuid?.() === 0;
  const as = root ? { uid: NOBODY, gid: NOBODY } : {};
  if (root) await chown(folder, NOBODY, NOBODY);
  const data = join(folder, 'data');
  const made = spawnSync(
    join(bin!, 'initdb'),
    ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync'],
    { ...as, cwd: folder, encoding: 'utf8' },
  );
  if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`);
  const port = await freePort();
  const options = ['-D', data, '-k', folder, '-h', '127.0.0.1', '-p', String(port), '-c', 'fsync=off'];
  const server = spawn(join(bin!, 'postgres'), options, { ...as, cwd: folder, stdio: 'ignore' });
  const end = () => server.kill('SIGQUIT');
  process.once('exit', end);
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  await waitFor(url, server);
  return {
    url,
    stop: async () => {
      process.off('exit', end);
      const exit = once(server, 'exit');
      server.kill('SIGQUIT');
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function waitFor(url: string, server: ChildProcess): Promise<void> {
  for (;;) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}
