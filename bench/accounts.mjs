import { spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeAccountsFile } from './accounts-file.mjs';
import { memoryPeakOf, settings, startWorld } from './world.mjs';

const ROWS = 100_000;
const GOAL_SECONDS = 30;

/** Loads a file of accounts by the command of the administrator, twice; tells the time and the largest memory. */
export default async function accounts() {
  const world = await startWorld();
  const file = join(tmpdir(), `kabinet-accounts-${process.pid}.csv`);
  try {
    await writeAccountsFile(file, ROWS);
    for (const turn of ['first load', 'same file again']) {
      const { seconds, megabytes } = await load(world, file);
      const verdict = seconds < GOAL_SECONDS ? 'reached' : 'NOT reached';
      console.log(
        `${turn}: ${ROWS} rows in ${seconds.toFixed(1)} s (goal ${GOAL_SECONDS} s: ${verdict}), at most ${megabytes} MB`,
      );
      if (seconds >= GOAL_SECONDS) {
        process.exitCode = 1;
      }
    }
  } finally {
    rmSync(file, { force: true });
    await world.stop();
  }
}

async function load(world, file) {
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/cli.js', 'import', 'accounts', file], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...settings(world), PUBLIC_URL: 'http://127.0.0.1:3000' },
  });
  let megabytes = 0;
  const watch = setInterval(() => {
    megabytes = Math.max(megabytes, memoryPeakOf(child.pid));
  }, 100);
  const code = await new Promise((resolve) => child.on('exit', resolve));
  clearInterval(watch);
  if (code !== 0) {
    throw new Error(`the import ended with ${code}`);
  }
  return { seconds: (performance.now() - started) / 1000, megabytes };
}
