import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import { projectPath } from './project.js';

/**
 * Does one job after another of the products of a worker (hosted-jobs.ts): each comes as a line of JSON with its arguments and
 * its environment, and its end is told by a zero byte behind its errors. It ends with the host of the products, after the job
 * that it has in hand.
 */
const built = <Module>(name: string) =>
  import(pathToFileURL(projectPath('dist/bin', name)).href) as Promise<Module>;

// Flags of V8 come first, as in the product.
await built('small-heap.js');
const { loadConfig } = await built<typeof import('../../src/core/config.js')>('config.js');
const { warnInOneLine } = await built<typeof import('../../src/core/node-warnings.js')>('node-warnings.js');
const { runInside } = await built<typeof import('../../src/commands.js')>('commands.js');

const MUCH_MEMORY = 300 * 1024 ** 2;

async function work(line: string): Promise<void> {
  const { args, env } = JSON.parse(line) as { args: string[]; env: NodeJS.ProcessEnv };
  try {
    await runInside(loadConfig(env), 'job', args);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
  }
}

warnInOneLine((line) => console.error(line));
for await (const line of createInterface(process.stdin)) {
  await work(line);
  // those of the job that is over
  process.removeAllListeners('SIGTERM');
  process.stderr.removeAllListeners('error').on('error', () => undefined);
  if (process.memoryUsage.rss() > MUCH_MEMORY) process.exit();
  process.stderr.write('\0');
}
process.exit();
