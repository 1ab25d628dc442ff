import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from './project.js';

/** Mounts a file system of that size over a folder where only this program sees it, and goes on as somebody other than root. */
const WITHIN = `mount -t tmpfs -o size="$1",mode=777 none "$0" && shift && exec unshare -U --map-user=1000 --map-group=1000 "$@"`;

/** Whether this machine lets a program have a file system of its own. */
export const canMount =
  spawnSync('unshare', ['-rm', 'sh', '-c', WITHIN, tmpdir(), '1m', 'true'], { stdio: 'ignore' }).status === 0;

/** A PostgreSQL whose disk has no more room than that. */
export async function startOnSmallDisk(size: string): Promise<{ url: string; stop: () => Promise<void> }> {
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-small-disk-'));
  const program = projectPath('build/test/test/support/small-disk-postgres.js');
  const child = spawn(
    'unshare',
    ['-rm', 'sh', '-c', WITHIN, folder, size, process.execPath, program, join(folder, 'data')],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const [url] = (await Promise.race([
    once(child.stdout, 'data'),
    once(child, 'exit').then(() => Promise.reject(new Error('PostgreSQL does not start on a small disk'))),
  ])) as [Buffer];
  return {
    url: url.toString().trim(),
    stop: async () => {
      const exit = once(child, 'exit');
      child.stdin.end();
      await exit;
      await rm(folder, { recursive: true, force: true });
    },
  };
}
