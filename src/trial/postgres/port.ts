import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** Below the ports that systems hand out to outgoing connections, so that a restart finds the port still free. */
const LOWEST = 15_000;
const HIGHEST = 30_000;

/** Chooses a free port on loopback: the last one again if possible, so that open tools keep working. */
export async function choosePort(directory: string): Promise<number> {
  let port = lastPort(directory) ?? randomInt(LOWEST, HIGHEST);
  while (!(await isPortFree(port))) port = randomInt(LOWEST, HIGHEST);
  return port;
}

/** Keeps the port for the next start, also when another account kept the last one. */
export function rememberPort(directory: string, port: number): void {
  rmSync(join(directory, 'port'), { force: true });
  writeFileSync(join(directory, 'port'), `${port}\n`);
}

/** Tells whether nobody listens on the port. */
export async function isPortFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1');
  try {
    await once(probe, 'listening');
    probe.close();
    await once(probe, 'close');
    return true;
  } catch {
    return false;
  }
}

function lastPort(directory: string): number | undefined {
  try {
    const port = Number(readFileSync(join(directory, 'port'), 'utf8'));
    return Number.isInteger(port) && port > 1023 && port < 65_536 ? port : undefined;
  } catch {
    return undefined;
  }
}
