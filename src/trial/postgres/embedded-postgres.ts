import { setTimeout as delay } from 'node:timers/promises';
import { locateBinaries } from './binaries.js';
import { ensureCluster, readPassword } from './cluster.js';
import { prepareHome } from './home.js';
import { trimLog } from './postgres-log.js';
import { takeOwnership } from './owner.js';
import { choosePort, isPortFree, rememberPort } from './port.js';
import { clearLeftovers, launchServer, type Server, type ServerPlan } from './server.js';

/** The database that the portal runs by itself where no DATABASE_URL is given. */
export interface EmbeddedPostgres {
  readonly url: string;
  readonly port: number;
  /** Changes when PostgreSQL had to be restarted. */
  readonly pid: number;
  stop(): Promise<void>;
}

/** Failures that a look at the log or a second try settles: leftovers of a killed server, a port just taken. */
const PASSING_TROUBLE = /shared memory block|lock file|could not (bind|create any TCP)/;
const FIRST_START_ATTEMPTS = 40;
const LOG_CHECK_MS = 60_000;

/** Starts PostgreSQL from the npm package on files kept in `dataDir` and keeps it running until `stop`. */
export async function startEmbeddedPostgres(
  dataDir: string,
  { log = () => undefined }: { log?: (line: string) => void } = {},
): Promise<EmbeddedPostgres> {
  const home = prepareHome(dataDir, log);
  const release = await takeOwnership(home.directory);
  try {
    const binaries = locateBinaries(home);
    await ensureCluster(home, binaries, log);
    await clearLeftovers(home);
    const server = await firstStart({ home, binaries, port: await choosePort(home.directory) });
    rememberPort(home.directory, server.port);
    return keepRunning(server, readPassword(home.directory), release, log);
  } catch (error) {
    release();
    throw error;
  }
}

async function firstStart(plan: ServerPlan): Promise<Server> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await launchServer(plan);
    } catch (error) {
      if (attempt === FIRST_START_ATTEMPTS || !PASSING_TROUBLE.test(String(error))) throw error;
      if (!(await isPortFree(plan.port))) plan = { ...plan, port: await choosePort(plan.home.directory) };
      await delay(250);
    }
  }
}

function keepRunning(
  first: Server,
  password: string,
  release: () => void,
  log: (line: string) => void,
): EmbeddedPostgres {
  const { port, plan } = first;
  let server = first;
  let stopping: Promise<void> | undefined;

  // A failed restart is tried for as long as the portal lives: a full disk may get room again.
  const restart = async (): Promise<void> => {
    while (!stopping) {
      try {
        server = await launchServer(plan);
        log(`PostgreSQL снова работает, порт ${port}`);
        return;
      } catch {
        await delay(500);
      }
    }
  };
  const watch = async (): Promise<void> => {
    for (;;) {
      await server.exited;
      if (stopping) return;
      log('PostgreSQL неожиданно остановился, запускаю снова');
      await restart();
      if (stopping) await server.stop();
    }
  };
  const watching = watch();
  const logCheck = setInterval(() => trimLog(plan.home.directory), LOG_CHECK_MS).unref();

  const stop = async (): Promise<void> => {
    clearInterval(logCheck);
    await server.stop();
    await watching;
    release();
  };
  return {
    url: `postgres://kabinet:${password}@127.0.0.1:${port}/postgres`,
    port,
    get pid() {
      return server.pid;
    },
    stop: () => (stopping ??= stop()),
  };
}
