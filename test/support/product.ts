import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { cli, type CommandResult, productEnvironment, type Settings } from './command.js';
import { freePort } from './free-port.js';
import { projectPath, projectRoot } from './project.js';
import { PATIENCE_MS } from './eventually.js';

/** What the product is started with. */
interface ProductOptions {
  databaseUrl: string;
  smtpUrl: string;
  /** More settings, or others than the usual ones. */
  env?: Settings;
}

/** The built product in a process of its own. */
export class Product {
  private child?: ChildProcess;
  private written = '';

  constructor(
    readonly url: string,
    private settings: Settings,
  ) {}

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Everything that all processes of this product have printed so far. */
  output(): string {
    return this.written;
  }

  /** The output's JSON lines. */
  log(): Record<string, unknown>[] {
    return this.written.split('\n').flatMap((line) => {
      try {
        return [JSON.parse(line) as Record<string, unknown>];
      } catch {
        return [];
      }
    });
  }

  /** Log lines of the level error or fatal: a healthy suite has none. */
  errors(): Record<string, unknown>[] {
    return this.log().filter(({ level }) => Number(level) >= 50 || level === 'error' || level === 'fatal');
  }

  /** Waits for a log line: an answer may arrive before the line that tells of it. */
  async waitForLog(
    fits: (line: Record<string, unknown>) => boolean,
    within = PATIENCE_MS,
  ): Promise<Record<string, unknown>> {
    const deadline = Date.now() + within;
    for (;;) {
      const line = this.log().find(fits);
      if (line) return line;
      if (Date.now() > deadline) throw this.failure(`did not log the line within ${within} ms`);
      await sleep(20);
    }
  }

  /** Starts the process and returns when it is ready. */
  async start(): Promise<void> {
    if (this.child) throw new Error('The product is running already');
    const child = spawn(process.execPath, [projectPath('dist', 'main.js')], {
      cwd: projectRoot,
      env: productEnvironment(this.settings),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('exit', () => process.off('exit', end));
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (this.written += chunk));
    }
    await this.waitForReady();
  }

  /** Waits until /health/ready answers 200, as long as the process lives: a slow machine is no failure. */
  async waitForReady(): Promise<void> {
    for (;;) {
      if (!this.child || hasEnded(this.child)) throw this.failure('ended before it was ready');
      if (await answers(`${this.url}/health/ready`)) return;
      await sleep(25);
    }
  }

  /** Asks the process to end (SIGTERM) and returns its exit code; one that does not listen is a failure. */
  async stop(within = 30_000): Promise<number | null> {
    const child = this.take();
    if (!child) return null;
    const exit = hasEnded(child) ? undefined : once(child, 'exit');
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), within);
    await exit;
    clearTimeout(timer);
    if (child.signalCode === 'SIGKILL') throw this.failure(`did not end within ${within} ms after SIGTERM`);
    return child.exitCode;
  }

  /** Ends the process at once (SIGKILL), as a power cut would. */
  async kill(): Promise<void> {
    const child = this.take();
    if (!child || hasEnded(child)) return;
    const exit = once(child, 'exit');
    child.kill('SIGKILL');
    await exit;
  }

  /** Stops the process if it runs and starts it again at the same address, with other settings if given. */
  async restart(env: Settings = {}): Promise<void> {
    await this.stop();
    this.settings = { ...this.settings, ...env };
    await this.start();
  }

  /** Runs `node dist/cli.js …` with the settings of this product. */
  cli(args: string[], input?: string | Buffer): Promise<CommandResult> {
    return cli(args, this.settings, { input });
  }

  private take(): ChildProcess | undefined {
    const { child } = this;
    this.child = undefined;
    return child;
  }

  private failure(what: string): Error {
    return new Error(`The product ${what}. Its last words:\n${this.written.slice(-4000)}`);
  }
}

/** Starts the product at a free port of loopback and waits until it is ready. */
export async function startProduct({ databaseUrl, smtpUrl, env }: ProductOptions): Promise<Product> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const product = new Product(url, {
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: databaseUrl,
      SMTP_URL: smtpUrl,
      ...env,
    });
    try {
      await product.start();
      return product;
    } catch (error) {
      await product.kill();
      // Another process may have taken the port in between.
      if (attempt < 3 && product.output().includes('is taken by another program')) continue;
      throw error;
    }
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
