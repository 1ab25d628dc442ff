import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EmbeddedPostgresError } from '../../core/embedded-postgres-error.js';
import { type Home } from './home.js';
import { lastTrouble } from './postgres-log.js';
import { commandLine, processesIn } from './process.js';
import { supervise, type Supervised } from './supervisor.js';

/** What is needed to start the server, and to start it again. */
export interface ServerPlan {
  readonly home: Home;
  readonly binaries: string;
  readonly port: number;
}

/** One life of the server process. */
export interface Server {
  readonly plan: ServerPlan;
  readonly port: number;
  readonly pid: number;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

const POLL_MS = 10;
const POLITE_STOP_MS = 15_000;

/**
 * For a demonstration on a small machine. Statements and refused rows stay out of the log: they hold personal data.
 * No parallel queries, since they need more of /dev/shm than a container has.
 */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  shared_buffers: '128MB',
  max_connections: '100',
  max_wal_size: '256MB',
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  jit: 'off',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_checkpoints: 'off',
};

/** Starts the server and waits till it answers; a server left over from a killed portal is stopped first. */
export async function launchServer(plan: ServerPlan): Promise<Server> {
  const { home, binaries, port } = plan;
  const cluster = join(home.directory, 'cluster');
  await clearLeftovers(home);

  const settings = Object.entries({ ...SETTINGS, port }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  const supervised = supervise(home, join(binaries, 'postgres'), ['-D', cluster, ...settings]);
  for (;;) {
    const { pid, ready } = readPidFile(cluster);
    if (pid && ready) {
      supervised.unref();
      return { plan, port, pid, exited: supervised.exited, stop: () => stop(supervised, pid) };
    }
    if (supervised.hasExited()) {
      throw new EmbeddedPostgresError(`PostgreSQL не запустился: ${lastTrouble(home.directory)}`);
    }
    await delay(POLL_MS);
  }
}

/**
 * Ends what a killed portal or a killed server left behind. Of a dead server's connections a busy one works on
 * and keeps the next server out; and a zombie's number in postmaster.pid would count as a living server.
 */
export async function clearLeftovers({ directory }: Home): Promise<void> {
  const cluster = join(directory, 'cluster');
  const { pid } = readPidFile(cluster);
  const isServer = (): boolean => commandLine(pid ?? 0).includes(`-D ${cluster} -c`);
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGKILL'] as const) {
    if (!pid || !isServer()) break;
    signalProcess(pid, signal);
    const deadline = performance.now() + POLITE_STOP_MS;
    while (isServer() && performance.now() < deadline) await delay(POLL_MS);
  }
  for (const orphan of processesIn(cluster)) {
    if (commandLine(orphan).startsWith('postgres:')) signalProcess(orphan, 'SIGQUIT');
  }
  rmSync(join(cluster, 'postmaster.pid'), { force: true });
}

async function stop(supervised: Supervised, pid: number): Promise<void> {
  supervised.end();
  const impatience = setTimeout(() => signalProcess(pid, 'SIGQUIT'), POLITE_STOP_MS);
  await supervised.exited;
  clearTimeout(impatience);
}

function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in the meantime.
  }
}

/** postmaster.pid holds the process number in its first line and the state in its eighth (miscinit.h). */
function readPidFile(cluster: string): { pid?: number; ready?: boolean } {
  try {
    const lines = readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n');
    return { pid: Number(lines[0]), ready: lines[7]?.trim() === 'ready' };
  } catch {
    return {};
  }
}
