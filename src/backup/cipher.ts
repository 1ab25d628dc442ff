import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BackupRefused } from './backup-refused.js';
import { answerOf, Program } from './program.js';
import { together } from './together.js';
import { type Recipient, recipientOf } from './recipient.js';
import type { Sum } from './sums.js';

const ENCRYPT = {
  age: ['--encrypt'],
  gpg: ['--batch', '--no-tty', '--trust-model', 'always', '--compress-algo', 'none', '--encrypt'],
} as const;

/** Reads the setting, and looks whether its program is there. */
export async function chosenRecipient(setting: string): Promise<Recipient> {
  const recipient = recipientOf(setting, readText);
  if (!recipient) {
    throw new BackupRefused(
      setting === ''
        ? 'Не задан BACKUP_RECIPIENT: открытый ключ, которым шифруется копия. Новый ключ: age-keygen -o backup.key; ' +
            'в настройку идёт строка age1…, а сам файл хранится не на этом сервере'
        : 'BACKUP_RECIPIENT должен быть открытым ключом: age1…, ssh-ed25519 …, отпечаток ключа GnuPG или файл с открытым ключом',
      2,
    );
  }
  await answerOf(recipient.tool, ['--version']);
  return recipient;
}

/** Encrypts a stream into a new file, and gives the sum and the size of what was written. */
export async function encryptInto(
  path: string,
  name: string,
  source: Readable,
  { tool, args }: Recipient,
): Promise<Sum & { bytes: number }> {
  const program = new Program(tool, [...ENCRYPT[tool], ...args]);
  const hash = createHash('sha256');
  let bytes = 0;
  async function* counted(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      hash.update(chunk);
      bytes += chunk.length;
      yield chunk;
    }
  }
  await together(
    pipeline(program.stdout, counted, createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true })),
    program.done(),
    pipeline(source, program.stdin),
  );
  return { name, sha256: hash.digest('hex'), bytes };
}

/** What opens the parts of a backup. */
export class Opener {
  private constructor(
    readonly tool: Recipient['tool'],
    private readonly args: readonly string[],
    /** Ends what was begun for it. */
    readonly close: () => Promise<void>,
  ) {}

  /** With the key of a file; GnuPG finds its own in its ring unless one is named. */
  static async with(tool: Recipient['tool'], keyFile: string | undefined): Promise<Opener> {
    if (keyFile !== undefined && readText(keyFile) === undefined) {
      throw new BackupRefused(`Файл с ключом не читается: ${keyFile}`, 2);
    }
    await answerOf(tool, ['--version']);
    const nothing = () => Promise.resolve();
    if (tool === 'gpg') return keyFile === undefined ? new Opener(tool, [], nothing) : ringOf(keyFile);
    if (keyFile !== undefined) return new Opener(tool, ['--identity', keyFile], nothing);
    throw new BackupRefused('Назовите файл с ключом, которым копия открывается: --key backup.key', 2);

    async function ringOf(file: string): Promise<Opener> {
      const home = await mkdtemp(join(tmpdir(), 'kabinet-gpg-'));
      const close = async () => {
        await answerOf('gpgconf', ['--homedir', home, '--kill', 'all']).catch(() => undefined);
        await rm(home, { recursive: true, force: true });
      };
      const opener = new Opener('gpg', ['--homedir', home], close);
      await answerOf('gpg', ['--homedir', home, '--batch', '--import', file]).catch(
        async (error: unknown) => {
          await close();
          throw error;
        },
      );
      return opener;
    }
  }

  /** Decrypts a part; `done` tells whether it was whole. */
  open(path: string): { bytes: Readable; done: Promise<void>; stop: () => void } {
    const how = this.tool === 'age' ? ['--decrypt'] : ['--quiet', '--decrypt'];
    const program = new Program(this.tool, [...how, ...this.args]);
    const bytes = new PassThrough();
    const done = together(
      pipeline(program.stdout, bytes),
      program.done(),
      pipeline(createReadStream(path), program.stdin),
    );
    done.catch((error: Error) => bytes.destroy(error));
    return { bytes, done, stop: () => program.kill() };
  }

  /** Tries the key on a part: what comes out must begin so. */
  async try(path: string, isRight: (head: Buffer) => boolean): Promise<void> {
    const { bytes, done, stop } = this.open(path);
    let head = Buffer.alloc(0);
    try {
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        head = Buffer.concat([head, chunk]);
        if (head.length >= 512) break;
      }
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      throw new BackupRefused(`Этот ключ не открывает копию. ${why}`);
    } finally {
      stop();
      await done.catch(() => undefined);
    }
    if (!isRight(head)) {
      throw new BackupRefused('Этот ключ не открывает копию: внутри не то, что должно быть');
    }
  }
}

function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
