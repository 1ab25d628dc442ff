import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, fstatSync, openSync, readSync, rmSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { StringDecoder } from 'node:string_decoder';
import { setTimeout as sleep } from 'node:timers/promises';
import { productEnvironment, type Settings } from './command.js';
import { projectPath, projectRoot } from './project.js';

/** One life of a product: from its start until it has ended in whatever way. */
export interface ProductRun {
  readonly pid: number | undefined;
  readonly hasEnded: boolean;
  /** What it has written so far. */
  output(): string;
  /** Asks it to end; gives the exit code, or undefined where it does not listen and had to be killed. */
  stop(within: number): Promise<number | null | undefined>;
  /** Ends its process at once (SIGKILL), as a power cut would. */
  kill(): Promise<void>;
}

/** `node dist/main.js` in a process of its own, by another Node where TEST_NODE names it, of the build in TEST_BUILD. */
export class OwnProcess implements ProductRun {
  private readonly child: ChildProcess;
  private written = '';

  constructor(settings: Settings) {
    const node = settings.TEST_NODE ?? process.execPath;
    const folder = settings.TEST_BUILD ?? projectRoot;
    const child = (this.child = spawn(node, [join(folder, 'dist', 'main.js')], {
      cwd: folder,
      env: productEnvironment(settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    }));
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.written += chunk));
    }
  }

  get pid(): number | undefined {
    return this.child.pid;
  }

  get hasEnded(): boolean {
    return this.child.exitCode !== null || this.child.signalCode !== null;
  }

  output(): string {
    return this.written;
  }

  async stop(within: number): Promise<number | null | undefined> {
    const exit = this.hasEnded ? undefined : once(this.child, 'exit');
    this.child.kill('SIGTERM');
    const timer = setTimeout(() => this.child.kill('SIGKILL'), within);
    await exit;
    clearTimeout(timer);
    return this.child.signalCode === 'SIGKILL' ? undefined : this.child.exitCode;
  }

  async kill(): Promise<void> {
    if (this.hasEnded) return;
    const exit = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await exit;
  }
}

/** A place for one product at a time in the process that a worker keeps for them (product-host.ts). */
export class HostedRun implements ProductRun {
  private readonly decoder = new StringDecoder('utf8');
  private readonly ended: Promise<unknown>;
  private written = '';
  hasEnded = false;

  private constructor(
    private readonly socket: Socket,
    readonly pid: number,
    private readonly log: number,
    private read: number,
  ) {
    this.ended = once(socket, 'close').then(() => {
      this.output();
      closeSync(log);
      this.hasEnded = true;
    });
  }

  /** Starts a product there; undefined where another one of this suite has the place. */
  static async begin(settings: Settings): Promise<HostedRun | undefined> {
    const log = openSync(hostFile('log'), 'a+');
    const { socket, said } = await reachHost(log);
    if (said === 'busy') {
      closeSync(log);
      return undefined;
    }
    const run = new HostedRun(socket, Number(said), log, fstatSync(log).size);
    socket.write(`${JSON.stringify(productEnvironment(settings))}\n`);
    return run;
  }

  output(): string {
    if (this.hasEnded) return this.written;
    const fresh = Buffer.alloc(fstatSync(this.log).size - this.read);
    this.read += readSync(this.log, fresh, 0, fresh.length, this.read);
    return (this.written += this.decoder.write(fresh));
  }

  async stop(within: number): Promise<number | null | undefined> {
    if (this.hasEnded) return 1;
    let killed = false;
    const timer = setTimeout(() => {
      killed = true;
      process.kill(this.pid, 'SIGKILL');
    }, within);
    this.socket.write('stop\n');
    await this.ended;
    clearTimeout(timer);
    return killed ? undefined : 0;
  }

  async kill(): Promise<void> {
    if (this.hasEnded) return;
    process.kill(this.pid, 'SIGKILL');
    await this.ended;
  }
}

/** Connects to the process of this worker, which begins with the first product and ends with the worker. */
async function reachHost(log: number): Promise<{ socket: Socket; said: string }> {
  const path = hostFile('socket');
  const found = await greeted(path);
  if (found) return found;
  rmSync(path, { force: true });
  const child = spawn(process.execPath, [projectPath('build/test/test/support/product-host.js'), path], {
    cwd: projectRoot,
    env: productEnvironment({}),
    stdio: ['pipe', log, log],
  });
  child.unref();
  (child.stdin as Socket).unref();
  for (;;) {
    const begun = await greeted(path);
    if (begun) return begun;
    if (child.exitCode !== null) throw new Error(`The host of products has ended; see ${hostFile('log')}`);
    await sleep(25);
  }
}

/** The connection and the first line that comes over it; undefined where nobody listens. */
async function greeted(path: string): Promise<{ socket: Socket; said: string } | undefined> {
  const socket = connect(path).setEncoding('utf8');
  socket.on('error', () => undefined);
  return new Promise((resolve) => {
    socket.once('data', (line: unknown) => {
      socket.resume();
      resolve({ socket, said: String(line).trim() });
    });
    socket.once('close', () => resolve(undefined));
  });
}

function hostFile(ending: string): string {
  return join(process.env.TEST_RUN_FOLDER!, `${process.env.JEST_WORKER_ID ?? '0'}.${ending}`);
}
