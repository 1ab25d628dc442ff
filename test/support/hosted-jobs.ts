import childProcess, { type ChildProcessByStdio, type SpawnOptions } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { syncBuiltinESMExports } from 'node:module';
import { PassThrough, type Readable, type Writable } from 'node:stream';
import { productEnvironment } from './command.js';
import { projectPath } from './project.js';

type Host = ChildProcessByStdio<Writable, null, Readable>;

const spawn = childProcess.spawn;
const idle = new Set<Host>();

/** From now on the jobs of products in this process are done by processes that do one after another (job-host.ts). */
export function hostJobs(): void {
  const hosted = (file: string, args: readonly string[], options: SpawnOptions) => {
    const isJob = args[0] === projectPath('dist', 'cli.js') && args[1] === 'job';
    return isJob ? hostedJob(args.slice(2), options.env) : spawn(file, args, options);
  };
  Object.assign(childProcess, { spawn: hosted });
  syncBuiltinESMExports();
}

/** What a product knows of the process of a job: its errors, its end, and that it can be told to stop. */
function hostedJob(args: readonly string[], env: NodeJS.ProcessEnv | undefined) {
  const [host = begin()] = idle;
  idle.delete(host);
  const kill = (signal?: NodeJS.Signals) => host.kill(signal);
  const job = Object.assign(new EventEmitter(), { pid: host.pid, stderr: new PassThrough(), kill });
  const end = () => {
    host.stderr.off('data', read);
    host.off('close', end);
    job.stderr.once('end', () => job.emit('close'));
    job.stderr.end();
  };
  const read = (text: string) => {
    const [words, over] = text.split('\0');
    job.stderr.write(words);
    if (over === undefined) return;
    idle.add(host);
    end();
  };
  host.stderr.on('data', read);
  host.once('close', end);
  host.stdin.write(`${JSON.stringify({ args, env })}\n`);
  return job;
}

function begin(): Host {
  const host = spawn(process.execPath, [projectPath('build/test/test/support/job-host.js')], {
    env: productEnvironment({}),
    stdio: ['pipe', 'ignore', 'pipe'],
  });
  host.stderr.setEncoding('utf8');
  host.stdin.on('error', () => undefined); // it is told of as an end
  host.once('exit', () => idle.delete(host));
  return host;
}
