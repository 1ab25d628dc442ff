import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { basename } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { BackupRefused } from './backup-refused.js';

const MOST_WORDS = 2000;

/** What brings a program that is missing, by its name. */
const PACKAGES: Readonly<Record<string, string>> = { age: 'age', gpg: 'gnupg' };

/** A program of the system at work: bytes go in, bytes come out, and what it says of trouble is kept. */
export class Program {
  private readonly child: ChildProcessByStdio<Writable, Readable, Readable>;
  private readonly ended: Promise<void>;
  private words = '';

  constructor(
    private readonly path: string,
    args: readonly string[],
    /** That of this process unless told. */
    env?: NodeJS.ProcessEnv,
  ) {
    this.child = spawn(path, args, { ...(env && { env }), stdio: ['pipe', 'pipe', 'pipe'] });
    // A program that ends early is told of by its end.
    this.child.stdin.on('error', () => undefined);
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.words = (this.words + text).slice(-MOST_WORDS);
    });
    this.ended = this.end();
    this.ended.catch(() => undefined);
  }

  get stdin(): Writable {
    return this.child.stdin;
  }

  get stdout(): Readable {
    return this.child.stdout;
  }

  /** Ends well, or with the words of the program. */
  done(): Promise<void> {
    return this.ended;
  }

  /** What it has written of trouble so far. */
  said(): string {
    return this.words.trim();
  }

  /** Ends it at once. */
  kill(): void {
    this.child.kill('SIGKILL');
  }

  private async end(): Promise<void> {
    let result: unknown[];
    try {
      result = await once(this.child, 'close');
    } catch (error) {
      throw missing(this.path, error);
    }
    const [code, signal] = result as [number | null, string | null];
    if (code === 0) return;
    const name = basename(this.path);
    throw new BackupRefused(`Программа ${name} не справилась (${signal ?? code}): ${this.said() || '—'}`);
  }
}

function missing(path: string, error: unknown): Error {
  if ((error as { code?: string }).code !== 'ENOENT') return error as Error;
  const name = PACKAGES[path];
  return new BackupRefused(
    `Не найдена программа ${path}${name === undefined ? '' : `: apt-get install ${name}`}`,
  );
}

/** What a program answers, as for its version; for answers of a few lines. */
export async function answerOf(path: string, args: readonly string[]): Promise<string> {
  const program = new Program(path, args);
  program.stdin.end();
  let text = '';
  program.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  await program.done();
  return text;
}
