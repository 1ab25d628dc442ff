import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Config } from './core/config.js';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkDatabase } from './core/database-check.js';
import { Log } from './core/log.js';
import { migrate } from './core/migrate.js';
import { takeStorage } from './core/storage-owner.js';
import { filesOfFolder } from './files/file-names.js';
import { PageAdapter } from './web/page-adapter.js';
import { Readiness } from './web/readiness.js';

const HEADERS_MS = 10_000;
const STOP_MS = 10_000;

/** Starts the product on a database that is there: migrations, application, door open. `release` is the last thing that it does. */
export async function serve(
  config: Config,
  log: Log,
  release?: () => Promise<void>,
): Promise<NestExpressApplication> {
  const app = await prepare(config, log);
  stopOnSignal(app, config.stopDelaySeconds * 1000, release);
  await open(app, config);
  return app;
}

/** Brings database and files up to date and wires the application, which does not listen yet. */
export async function prepare(config: Config, log: Log): Promise<NestExpressApplication> {
  await checkDatabase(config);
  await migrate(config);
  // Most of a start is to load these two: whoever has given a wrong database need not wait for it.
  const [{ AppModule }, { setUp }] = await Promise.all([import('./app.module.js'), import('./app.setup.js')]);
  await takeStorage(config, filesOfFolder);

  const app = await NestFactory.create<NestExpressApplication>(
    AppModule.with(config),
    new PageAdapter() as never,
    {
      bodyParser: false,
      logger: log,
      abortOnError: false,
      routeResolutionStrategy: 'specificity',
    },
  );
  app.useLogger(app.get(Log));
  setUp(app);
  return app;
}

/** Begins to listen. */
export async function open(app: NestExpressApplication, config: Config): Promise<void> {
  await app.listen(config.port, config.host);
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_MS;
  // `bodyTime` ends those that come too slowly.
  server.requestTimeout = 0;
  app.get(Log).log(`listening on ${config.host}:${config.port} as ${config.publicUrl}`);
}

/** Finishes what is under way; in a hurry when it takes too long. */
export async function close(app: NestExpressApplication): Promise<void> {
  setTimeout(() => app.getHttpServer().closeAllConnections(), STOP_MS).unref();
  app.getHttpServer().closeIdleConnections();
  await app.close();
}

function stopOnSignal(app: NestExpressApplication, delay: number, release?: () => Promise<void>): void {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) {
      return;
    }
    stopping = true;
    app.get(Log).log(`stopping on ${signal}`);
    setTimeout(() => process.exit(1), delay + STOP_MS + 5000).unref();
    app.get(Readiness).leave();
    await sleep(delay);
    await close(app);
    await release?.();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}
