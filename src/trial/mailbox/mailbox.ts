import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';

const MOST_LETTERS = 500;
const LARGEST_LETTER = 5 * 1024 * 1024;

/** A real mail server inside the process, for trying the product out: it keeps every letter as a file. */
export class Mailbox {
  private readonly server: SMTPServer;
  private count = 0;

  constructor(
    private readonly folder: string,
    private readonly now: () => Date,
  ) {
    mkdirSync(folder, { recursive: true });
    this.server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      size: LARGEST_LETTER,
      onData: (stream, _session, done) => {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          try {
            this.keep(Buffer.concat(chunks));
            done();
          } catch (error) {
            done(error as Error);
          }
        });
      },
    });
  }

  /** Starts on any free port of this machine and gives its address. */
  async start(): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject);
      this.server.listen(0, '127.0.0.1', resolve);
    });
    this.server.on('error', () => undefined);
    return `smtp://127.0.0.1:${(this.server.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(resolve));
  }

  /** Written beside and renamed, so that nobody reads half a letter. */
  private keep(letter: Buffer): void {
    this.count += 1;
    const name = `${this.now().toISOString().replace(/\D/g, '')}-${String(this.count).padStart(6, '0')}.eml`;
    writeFileSync(join(this.folder, `.${name}`), letter, { mode: 0o600 });
    renameSync(join(this.folder, `.${name}`), join(this.folder, name));
    for (const old of letterNames(this.folder).slice(MOST_LETTERS)) {
      rmSync(join(this.folder, old), { force: true });
    }
  }
}

/** Names of the kept letters, newest first. */
export function letterNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => /^\d+-\d+\.eml$/.test(name))
    .sort()
    .reverse();
}

/** A kept letter as it came, or undefined. */
export function readLetter(folder: string, name: string): Buffer | undefined {
  return letterNames(folder).includes(name) ? readFileSync(join(folder, name)) : undefined;
}
