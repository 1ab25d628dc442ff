import { Injectable } from '@nestjs/common';
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Clock, secondsAfter } from '../core/clock.js';
import { notStored } from '../core/not-stored.js';
import { Storage } from '../core/storage.js';
import { Random } from '../core/random.js';
import { fileFormat, SIGNATURE_BYTES } from './file-kind.js';
import { FOLDER, KEPT_NAME, namesIn, unlessAbsent } from './file-names.js';
import { FILE_LIMITS, type FileKind, type FileRefusal } from './file-rules.js';
import { FilesAside } from './files-aside.js';

/** `part` is what somebody has sent, there only while it is looked at. */
const NAME = /^[\w-]{32}\.(?:jpg|pdf|part)$/;
/** So long a file may stand without a row: its transaction is under way. */
const GRACE_SECONDS = 3600;

/** A file that lies on the disk and has not been looked at but for its first bytes. */
export interface ReceivedFile {
  readonly path: string;
  readonly kind: FileKind;
  readonly bytes: number;
}

/** Tells why a file is not even read to its end. */
class NotTaken extends Error {
  constructor(readonly why: FileRefusal) {
    super(why);
  }
}

/** Files that people have brought in a folder of FILES_DIR, under names that nobody guesses and for the product's own eyes. */
@Injectable()
export class FileStore {
  private readonly folder: string;

  constructor(
    private readonly storage: Storage,
    private readonly aside: FilesAside,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {
    this.folder = storage.path(FOLDER);
  }

  /** Keeps what comes in until it has been looked at; leaves nothing when it is of no such kind or breaks off. */
  async receive(bytes: Readable, kinds: readonly FileKind[]): Promise<ReceivedFile | FileRefusal> {
    const path = this.pathOf(await this.newName('part'));
    // Opened before the first byte: a stream that breaks off at once would make the file after it was removed.
    const file = await open(path, 'wx', 0o600).catch(notStored(path));
    try {
      const look = new Look(kinds);
      await pipeline(bytes, look.through, file.createWriteStream());
      return { path, kind: look.kind, bytes: look.size };
    } catch (error) {
      await this.discard([path]);
      if (error instanceof NotTaken) return error.why;
      return notStored(path)(error);
    }
  }

  /** Writes a picture; gives its name. */
  async keepPhoto(data: Buffer): Promise<string> {
    const name = await this.newName('jpg');
    const path = this.pathOf(name);
    try {
      await writeFile(path, data, { flag: 'wx', mode: 0o600, flush: true });
    } catch (error) {
      await this.discard([path]);
      return notStored(path)(error);
    }
    return name;
  }

  /** Keeps a document as it came in; gives its name. */
  async keepDocument(received: string): Promise<string> {
    const name = await this.newName('pdf');
    const path = this.pathOf(name);
    try {
      const file = await open(received, 'r+');
      await file.sync().finally(() => file.close());
      await rename(received, path);
    } catch (error) {
      return notStored(path)(error);
    }
    return name;
  }

  /** The file of that name, which the database knows; undefined when it is gone. One that was set aside comes back. */
  async read(name: string): Promise<Buffer | undefined> {
    if (!NAME.test(name)) return undefined;
    const find = () => readFile(this.pathOf(name)).catch(unlessAbsent);
    return (await find()) ?? ((await this.aside.takeBack(name)) ? find() : undefined);
  }

  /** Removes files that nobody wants any more; while a backup is made they are set aside, where it still finds them. */
  async remove(...names: string[]): Promise<void> {
    const ours = names.filter((name) => NAME.test(name));
    const lasting = ours.filter((name) => KEPT_NAME.test(name));
    if (lasting.length > 0 && (await this.storage.isBeingCopied())) await this.aside.set(lasting);
    else await this.aside.remove(ours);
    await this.discard(ours.map((name) => this.pathOf(name)));
  }

  /** Removes files by their paths, whether they are there or not. */
  async discard(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => rm(path, { force: true }).catch(unlessAbsent)));
  }

  /** The names of files that have been there longer than any work on them takes, a part at a time. */
  settled(): AsyncGenerator<string[]> {
    const latest = secondsAfter(this.clock.now(), -GRACE_SECONDS);
    return namesIn(this.folder, async (name) => {
      const found = NAME.test(name) && (await stat(this.pathOf(name)).catch(unlessAbsent));
      return !!found && found.mtime < latest;
    });
  }

  private async newName(extension: 'jpg' | 'pdf' | 'part'): Promise<string> {
    await this.storage.folder(FOLDER);
    return `${this.random.token(24)}.${extension}`;
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }
}

/** Lets bytes through while they may be a file of a kind and size that we take. */
class Look {
  /** Both are known when the bytes have passed. */
  kind: FileKind = 'photo';
  readonly through: Transform;
  private head = Buffer.alloc(0);
  size = 0;

  constructor(private readonly kinds: readonly FileKind[]) {
    this.through = new Transform({
      transform: (chunk: Buffer, _encoding, done) => done(this.refuse(chunk), chunk),
      // Fewer bytes than tell a kind.
      flush: (done) => done(this.head.length < SIGNATURE_BYTES ? this.refuseKind() : null),
    });
  }

  private refuse(chunk: Buffer): NotTaken | null {
    this.size += chunk.length;
    const begun = this.head.length < SIGNATURE_BYTES;
    if (begun) this.head = Buffer.concat([this.head, chunk.subarray(0, SIGNATURE_BYTES)]);
    const refused = begun && this.head.length >= SIGNATURE_BYTES ? this.refuseKind() : null;
    const large = this.kind === 'pdf' ? 'large-pdf' : 'large';
    return refused ?? (this.size > FILE_LIMITS.bytes ? new NotTaken(large) : null);
  }

  private refuseKind(): NotTaken | null {
    const format = fileFormat(this.head);
    if (this.size === 0) return new NotTaken('empty');
    if (format === 'heic' || format === 'office') return new NotTaken(format);
    if (format === undefined) return new NotTaken('kind');
    this.kind = format === 'pdf' ? 'pdf' : 'photo';
    return this.kinds.includes(this.kind) ? null : new NotTaken('kind');
  }
}
