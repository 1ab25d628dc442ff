import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Where in /proc/<pid>/stat, after the name, proc_pid_stat(5) has the state and the start time in clock ticks. */
const STATE = 0;
const START_TIME = 19;

/** Tells when a process started, in whatever form the system has; undefined when it is dead or a zombie. */
export function startStamp(pid: number): string | undefined {
  if (!existsSync('/proc/self/stat')) return askPs(pid, 'lstart');
  const stat = readProc(pid, 'stat');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return fields[STATE] === 'Z' ? undefined : fields[START_TIME];
}

/** Returns the command line of a process, empty when it is dead or a zombie. */
export function commandLine(pid: number): string {
  if (!existsSync('/proc/self/stat')) return askPs(pid, 'command') ?? '';
  return readProc(pid, 'cmdline').replaceAll('\0', ' ');
}

/** Lists the processes that work in a directory; knows of none where there is no /proc. */
export function processesIn(directory: string): number[] {
  if (!existsSync('/proc/self/stat')) return [];
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => pid > 0 && workingDirectory(pid) === directory);
}

function workingDirectory(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}

function readProc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

/** macOS has no /proc; there its `ps` is always at hand. */
function askPs(pid: number, column: string): string | undefined {
  const { stdout } = spawnSync('/bin/ps', ['-ww', '-o', `${column}=`, '-p', String(pid)], {
    encoding: 'utf8',
  });
  return stdout.trim() || undefined;
}
