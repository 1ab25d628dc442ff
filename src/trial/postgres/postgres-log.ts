import {
  appendFileSync,
  copyFileSync,
  existsSync,
  fchownSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { join } from 'node:path';
import { type Home } from './home.js';

const LIMIT_BYTES = 1_000_000;

/** Opens the server's log for appending. */
export function openLog({ directory, account }: Home): number {
  trimLog(directory);
  const log = openSync(logFile(directory), 'a', 0o600);
  if (account) fchownSync(log, account.uid, account.gid);
  return log;
}

/** Adds a line of our own to the log. */
export function writeLog(directory: string, line: string): void {
  appendFileSync(logFile(directory), `${line}\n`);
}

/** Keeps the log small: what has grown past a megabyte becomes the one old copy. */
export function trimLog(directory: string): void {
  const path = logFile(directory);
  if (!existsSync(path) || statSync(path).size < LIMIT_BYTES) return;
  rmSync(`${path}.old`, { force: true });
  copyFileSync(path, `${path}.old`);
  truncateSync(path);
}

/** Finds why the server did not start, for an error message of one line. */
export function lastTrouble(directory: string): string {
  const lines = readFileSync(logFile(directory), 'utf8').trimEnd().split('\n').slice(-20);
  const trouble = lines.findLast((line) => /FATAL|PANIC|error/i.test(line)) ?? lines.at(-1);
  return `${trouble?.trim() ?? ''} (журнал: ${logFile(directory)})`;
}

function logFile(directory: string): string {
  return join(directory, 'postgres.log');
}
