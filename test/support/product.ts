import { setTimeout as sleep } from 'node:timers/promises';
import { cli, type CommandResult, type Settings } from './command.js';
import { PATIENCE_MS } from './eventually.js';
import { freePort } from './free-port.js';
import { HostedRun, OwnProcess, type ProductRun } from './product-run.js';

/** What the product is started with. */
interface ProductOptions {
  databaseUrl: string;
  smtpUrl: string;
  /** More settings, or others than the usual ones. */
  env?: Settings;
  /** Lets it share a process with the products of other suites, one at a time. */
  hosted?: boolean;
}

/** What only a process of its own can have. */
const OF_PROCESS = /^(NODE_|TEST_|TMPDIR$)/;

/** Those of this suite, by their addresses. */
const started = new Map<string, Product>();

/** What the product at an address has printed last: a page of 500 or 503 does not tell why. */
export function lastWordsOf(origin: string): string {
  return started.get(origin)?.output().slice(-2000) ?? '';
}

/** The built product. */
export class Product {
  private run?: ProductRun;
  private before = '';

  constructor(
    readonly url: string,
    private settings: Settings,
    private readonly hosted: boolean,
  ) {}

  get pid(): number | undefined {
    return this.run?.pid;
  }

  /** Everything that this product has printed so far, before its restarts too. */
  output(): string {
    return this.before + (this.run?.output() ?? '');
  }

  /** The output's JSON lines. */
  log(): Record<string, unknown>[] {
    return this.output()
      .split('\n')
      .flatMap((line) => {
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

  /** Starts it and returns when it is ready. */
  async start(): Promise<void> {
    if (this.run) throw new Error('The product is running already');
    const own = !this.hosted || Object.keys(this.settings).some((name) => OF_PROCESS.test(name));
    this.run = (own ? undefined : await HostedRun.begin(this.settings)) ?? new OwnProcess(this.settings);
    started.set(this.url, this);
    await this.waitForReady();
  }

  /** Waits until /health/ready answers 200, as long as the process lives: a slow machine is no failure. */
  async waitForReady(): Promise<void> {
    for (;;) {
      if (!this.run || this.run.hasEnded) throw this.failure('ended before it was ready');
      if (await answers(`${this.url}/health/ready`)) return;
      await sleep(25);
    }
  }

  /** Asks it to end (SIGTERM) and returns its exit code; one that does not listen is a failure. */
  async stop(within = 30_000): Promise<number | null> {
    const run = this.run;
    if (!run) return null;
    const code = await run.stop(within);
    this.forget(run);
    if (code === undefined) throw this.failure(`did not end within ${within} ms after SIGTERM`);
    return code;
  }

  /** Ends its process at once (SIGKILL), as a power cut would. */
  async kill(): Promise<void> {
    const run = this.run;
    await run?.kill();
    this.forget(run);
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

  private forget(run: ProductRun | undefined): void {
    if (run === undefined || this.run !== run) return;
    this.before = this.output();
    this.run = undefined;
  }

  private failure(what: string): Error {
    return new Error(`The product ${what}. Its last words:\n${this.output().slice(-4000)}`);
  }
}

/** Starts the product at a free port of loopback and waits until it is ready. */
export async function startProduct({
  databaseUrl,
  smtpUrl,
  env,
  hosted = false,
}: ProductOptions): Promise<Product> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const settings = { HOST: '127.0.0.1', PORT: String(port), PUBLIC_URL: url };
    const product = new Product(
      url,
      { ...settings, DATABASE_URL: databaseUrl, SMTP_URL: smtpUrl, ...env },
      hosted,
    );
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

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(2000) });
    await response.arrayBuffer();
    return response.status === 200;
  } catch {
    return false;
  }
}
