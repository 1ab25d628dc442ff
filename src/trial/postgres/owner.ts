import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from '../../core/embedded-postgres-error.js';
import { startStamp } from './process.js';

/** Long enough for two processes that both found a dead owner to see which of them came last. */
const SETTLE_MS = 50;

/** Makes this process the only one that works with the directory; returns the way to let go of it. */
export async function takeOwnership(directory: string): Promise<() => void> {
  const path = join(directory, 'owner');
  const own = `${process.pid} ${startStamp(process.pid) ?? ''}`;
  for (;;) {
    const claimed = claim(path, own);
    if (claimed) await delay(SETTLE_MS);
    const owner = read(path);
    if (claimed && owner === own) return () => rmSync(path, { force: true });
    if (owner && isAlive(owner)) {
      throw new EmbeddedPostgresError(
        `Портал с этой базой уже запущен (процесс ${parseInt(owner)}): ${directory}`,
      );
    }
    rmSync(path, { force: true });
  }
}

/** A link appears whole or not at all, so that nobody reads a half-written owner. */
function claim(path: string, own: string): boolean {
  const draft = `${path}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, own);
  try {
    linkSync(draft, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** The process number alone proves nothing: in a container the next start often gets the same one. */
function isAlive(owner: string): boolean {
  const [pid, ...stamp] = owner.split(' ');
  return startStamp(Number(pid)) === stamp.join(' ');
}
