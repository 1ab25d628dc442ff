import { spawn } from 'node:child_process';
import { closeSync } from 'node:fs';
import { type Socket } from 'node:net';
import { type Home } from './home.js';
import { openLog, writeLog } from './postgres-log.js';

/** A program that ends when it wants, when told so, and in any case when this process is gone. */
export interface Supervised {
  readonly exited: Promise<number | null>;
  hasExited(): boolean;
  end(): void;
  /** Lets this process end though the program still runs; the program then ends too. */
  unref(): void;
}

/*
 * The shell outlives us by a moment: however this process dies, the pipe to the shell's reader closes and the
 * program gets SIGINT, to PostgreSQL a fast clean shutdown. Builtins only, hence no PATH. Background commands
 * lose their stdin, so the pipe is passed as descriptor 3; the program must not hold it.
 */
const SCRIPT = `
  exec 3<&0 </dev/null
  "$0" "$@" 3<&- &
  program=$!
  { read -r _ <&3; kill -INT $program; } 2>/dev/null &
  reader=$!
  exec 3<&-
  wait $program
  status=$?
  kill $reader 2>/dev/null
  exit $status`;

/** Runs a program under the database's account so that it never outlives this process. */
export function supervise(home: Home, program: string, args: readonly string[]): Supervised {
  const log = openLog(home);
  const shell = spawn('/bin/sh', ['-c', SCRIPT, program, ...args], {
    ...home.account,
    cwd: '/',
    env: { LC_ALL: 'C', TZ: 'UTC' },
    stdio: ['pipe', log, log],
    // Ctrl+C in the terminal goes to the whole group; the portal stops its database itself, last of all.
    detached: true,
  });
  const pipe = shell.stdin as Socket;
  pipe.on('error', () => undefined);

  let over = false;
  const exited = new Promise<number | null>((resolve) => {
    const finish = (code: number | null): void => {
      over = true;
      pipe.destroy();
      resolve(code);
    };
    shell.once('exit', finish);
    shell.once('error', (error) => {
      writeLog(home.directory, String(error));
      finish(null);
    });
  });
  closeSync(log);

  return {
    exited,
    hasExited: () => over,
    end: () => pipe.destroy(),
    unref: () => {
      shell.unref();
      pipe.unref();
    },
  };
}
