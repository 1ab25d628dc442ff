import type { NestExpressApplication } from '@nestjs/platform-express';
import { createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { hostJobs } from './hosted-jobs.js';
import { projectPath } from './project.js';

/**
 * Serves one product after another in one process, each with settings, database and everything else of its own: packages
 * are loaded once, and code that has been compiled stays so. Whoever connects to the socket writes the environment as a
 * line of JSON; another line, or the end of the connection, ends the product. A start that fails ends the process, as does
 * the end of the one that has started it.
 */
const built = <Module>(name: string) =>
  import(pathToFileURL(projectPath('dist/bin', name)).href) as Promise<Module>;

// Flags of V8 come first, as in the product.
await built('heap.js');
const { prepare, open, close } = await built<typeof import('../../src/serve.js')>('serve.js');
const { loadConfig } = await built<typeof import('../../src/core/config.js')>('config.js');
const { lastWords } = await built<typeof import('../../src/core/last-words.js')>('last-words.js');
const { Log } = await built<typeof import('../../src/core/log.js')>('log.js');
const { warnInOneLine } = await built<typeof import('../../src/core/node-warnings.js')>('node-warnings.js');

const MUCH_MEMORY = 700 * 1024 ** 2;

let log: InstanceType<typeof Log> | undefined;
let busy = false;

async function start(environment: NodeJS.ProcessEnv): Promise<NestExpressApplication> {
  let config;
  try {
    config = loadConfig(environment);
    log = new Log(config);
    const app = await prepare(config, log);
    await open(app, config);
    return app;
  } catch (error) {
    console.error(lastWords(error, config));
    process.exit(1);
  }
}

async function serveOne(socket: Socket): Promise<void> {
  const ended = new Promise<void>((resolve) => socket.once('close', resolve).on('error', () => undefined));
  const lines = createInterface(socket)[Symbol.asyncIterator]();
  if (busy) {
    socket.end('busy\n');
    return;
  }
  busy = true;
  socket.write(`${process.pid}\n`);
  const { value: environment } = (await Promise.race([lines.next(), ended])) as { value?: string };
  if (environment !== undefined) {
    const app = await start(JSON.parse(environment) as NodeJS.ProcessEnv);
    await Promise.race([lines.next(), ended]);
    await close(app);
  }
  // What Node has not given back after many products is not worth keeping.
  if (process.memoryUsage.rss() > MUCH_MEMORY) process.exit();
  busy = false;
  socket.end('over\n');
}

warnInOneLine((line) => log?.warn(line, 'node'));
hostJobs();
process.stdin.resume().once('close', () => process.exit());
createServer((socket) => void serveOne(socket)).listen(process.argv[2]);
