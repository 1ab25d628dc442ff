import './core/heap.js';
import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { setUp } from './app.setup.js';
import { DemoService } from './trial/demo/demo.service.js';
import { startTrial, type Trial } from './trial/trial.js';
import { type Config, loadConfig } from './core/config.js';
import { checkDatabase } from './core/database-check.js';
import { photosOfFolder } from './readings/photos/photo-names.js';
import { takeStorage } from './core/storage-owner.js';
import { Log } from './core/log.js';
import { migrate } from './core/migrate.js';
import { lastWords } from './core/last-words.js';
import { warnInOneLine } from './core/node-warnings.js';
import { PageAdapter } from './web/page-adapter.js';

const HEADERS_MS = 10_000;
const STOP_MS = 10_000;

/** As far as it has been read when the start fails. */
let config: Config | undefined;

/** Starts the product: settings, database, application, door open. */
async function start(): Promise<void> {
  const settings = (config = loadConfig());
  const log = new Log(settings);
  warnInOneLine((line) => log.warn(line, 'node'));
  const trial = settings.embedded ? await startTrial(settings) : undefined;
  config = trial?.config ?? settings;
  await checkDatabase(config);
  await migrate(config.databaseUrl);
  await takeStorage(config, photosOfFolder);

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
  stopOnSignal(app, trial);
  await app.listen(config.port, config.host);
  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_MS;
  // `bodyTime` ends those that come too slowly.
  server.requestTimeout = 0;
  app.get(Log).log(`listening on ${config.host}:${config.port} as ${config.publicUrl}`);
  if (trial) {
    console.log(await trial.welcome(app.get(DemoService)));
  }
}

/** Finishes what is under way, then leaves; in a hurry when it takes too long. */
function stopOnSignal(app: NestExpressApplication, trial: Trial | undefined): void {
  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) {
      return;
    }
    stopping = true;
    app.get(Log).log(`stopping on ${signal}`);
    setTimeout(() => process.exit(1), STOP_MS + 5000).unref();
    setTimeout(() => app.getHttpServer().closeAllConnections(), STOP_MS).unref();
    app.getHttpServer().closeIdleConnections();
    await app.close();
    await trial?.stop();
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

start().catch((error: unknown) => {
  console.error(lastWords(error, config));
  process.exit(1);
});
