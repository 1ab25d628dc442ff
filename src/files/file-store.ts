import { Injectable } from '@nestjs/common';
import { open, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Clock, secondsAfter } from '../core/clock.js';
import { notStored } from '../core/not-stored.js';
import { Storage } from '../core/storage.js';
import { Random } from '../core/random.js';
import { fileKind, SIGNATURE_BYTES } from './file-kind.js';
import { FOLDER, namesIn, unlessAbsent } from './file-names.js';
import { PHOTO_LIMITS, type FileRefusal } from './file-rules.js';
import { FilesAside } from './files-aside.js';

/** `part` is what a resident has sent, there only while it is looked at. */
const NAME = /^[\w-]{32}\.(jpg|part)$/;
/** So long a file may stand without a row: its transaction is under way. */
const GRACE_SECONDS = 3600;

/** Tells why a file is not even read to its end. */
class NotTaken extends Error {
  constructor(readonly why: FileRefusal) {
    super(why);
  }
}

/** Pictures of residents in a folder of FILES_DIR, under names that nobody guesses and for the product's own eyes. */
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

  /** Keeps what comes in until it has been looked at; leaves nothing when it is not taken or breaks off. */
  async receive(bytes: Readable): Promise<{ path: string } | FileRefusal> {
    const path = this.pathOf(await this.newName('part'));
    // Opened before the first byte: a stream that breaks off at once would make the file after it was removed.
    const file = await open(path, 'wx', 0o600).catch(notStored(path));
    try {
      await pipeline(bytes, looking(), file.createWriteStream());
      return { path };
    } catch (error) {
      await this.discard([path]);
      if (error instanceof NotTaken) return error.why;
      return notStored(path)(error);
    }
  }

  /** Writes a picture; gives its name. */
  async keep(data: Buffer): Promise<string> {
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

  /** The picture of that name, which the database knows; undefined when it is gone. One that was set aside comes back. */
  async read(name: string): Promise<Buffer | undefined> {
    if (!NAME.test(name)) return undefined;
    const find = () => readFile(this.pathOf(name)).catch(unlessAbsent);
    return (await find()) ?? ((await this.aside.takeBack(name)) ? find() : undefined);
  }

  /** Removes pictures that nobody wants any more. */
  async remove(...names: string[]): Promise<void> {
    const ours = names.filter((name) => NAME.test(name));
    await this.discard(ours.map((name) => this.pathOf(name)));
    await this.aside.remove(ours);
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

  private async newName(extension: 'jpg' | 'part'): Promise<string> {
    await this.storage.folder(FOLDER);
    return `${this.random.token(24)}.${extension}`;
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }
}

/** Lets bytes through while they may be a picture of a size that we take. */
function looking(): Transform {
  let size = 0;
  let head = Buffer.alloc(0);
  const isOther = () => fileKind(head) === undefined;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      const begun = head.length < SIGNATURE_BYTES;
      if (begun) head = Buffer.concat([head, chunk.subarray(0, SIGNATURE_BYTES)]);
      if (begun && head.length >= SIGNATURE_BYTES && isOther()) done(new NotTaken('kind'));
      else if (size > PHOTO_LIMITS.bytes) done(new NotTaken('large'));
      else done(null, chunk);
    },
    flush(done) {
      done(isOther() ? new NotTaken('kind') : null);
    },
  });
}
