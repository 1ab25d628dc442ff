import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { locateBinaries } from '../../src/trial/postgres/binaries.js';
import { startEmbeddedPostgres } from '../../src/trial/postgres/embedded-postgres.js';
import { prepareHome } from '../../src/trial/postgres/home.js';
import { eventually } from './eventually.js';
import { projectPath } from './project.js';

/** Whether this machine can make a faulty one: Linux with gcc. */
export const canBeFaulty =
  process.platform === 'linux' && spawnSync('gcc', ['--version'], { stdio: 'ignore' }).status === 0;

/** A machine whose disk and clock a test may spoil; the programs that are started with its settings are on it. */
export class FaultyMachine {
  private server?: ChildProcess;
  private over = false;
  private keeping?: Promise<void>;

  private constructor(
    private readonly folder: string,
    readonly settings: Record<string, string>,
  ) {}

  /** A machine on which all is well as yet. */
  static async make(): Promise<FaultyMachine> {
    const folder = await mkdtemp(join(tmpdir(), 'kabinet-machine-'));
    // PostgreSQL is another user there.
    await chmod(folder, 0o755);
    const library = join(folder, 'faulty.so');
    const source = projectPath('test/support/faulty-machine.c');
    const { status, stderr } = spawnSync('gcc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl'], {
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`gcc: ${stderr}`);
    return new FaultyMachine(folder, { LD_PRELOAD: library, TEST_MACHINE: folder });
  }

  /** From now on its disk refuses to keep anything. */
  async spoilDisk(): Promise<void> {
    await writeFile(this.mark, '');
  }

  /** Gives it a sound disk, and PostgreSQL a new start, as its administrator does: version 18 may hang in its recovery. */
  async mendDisk(): Promise<void> {
    await rm(this.mark, { force: true });
    this.server?.kill('SIGKILL');
  }

  private get mark(): string {
    return join(this.folder, 'fsync');
  }

  /** Puts its clock forward by so many seconds of the real time, or back to it. */
  async setClock(ahead: number): Promise<void> {
    await writeFile(join(this.folder, 'clock'), String(ahead));
  }

  /** Starts a PostgreSQL on it, which is started again when it ends by itself, as systemd does; gives its address. */
  async startPostgres(): Promise<string> {
    const data = join(this.folder, 'postgres');
    const made = await startEmbeddedPostgres(data);
    const { url, port } = made;
    await made.stop();
    const home = prepareHome(data, () => undefined);
    const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', 'unix_socket_directories='];
    const options = ['-D', join(home.directory, 'cluster'), ...settings.flatMap((one) => ['-c', one])];
    const log = openSync(join(this.folder, 'postgres.log'), 'a');
    const begin = () =>
      (this.server = spawn(join(locateBinaries(home), 'postgres'), options, {
        ...{ ...home.account, cwd: '/' },
        stdio: ['ignore', log, log],
        env: { LC_ALL: 'C', TZ: 'UTC', ...this.settings },
      }));
    const end = () => this.server?.kill('SIGKILL');
    process.once('exit', end);
    let server = begin();
    this.keeping = (async () => {
      for (;;) {
        await once(server, 'exit');
        if (this.over) {
          closeSync(log);
          process.off('exit', end);
          return;
        }
        await sleep(200);
        server = begin();
      }
    })();
    await eventually(() => answers(url));
    return url;
  }

  async stop(): Promise<void> {
    this.over = true;
    this.server?.kill('SIGKILL');
    await this.keeping;
    // Its children end a moment later.
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 200 });
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
