import { Inject, Injectable } from '@nestjs/common';
import { mkdir, open, opendir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Clock, secondsAfter } from '../../platform/clock.js';
import type { Config } from '../../platform/config.js';
import { projectPath } from '../../platform/paths.js';
import { Random } from '../../platform/random.js';
import { Unavailable } from '../../platform/refusals.js';
import { CONFIG } from '../../platform/tokens.js';
import { photoKind, SIGNATURE_BYTES } from './photo-kind.js';
import { PHOTO_LIMITS, type PhotoRefusal } from './photo-rules.js';

/** `part` is what a resident has sent, there only while it is looked at. */
const NAME = /^[\w-]{32}\.(jpg|part)$/;
/** So long a file may stand without a row: its transaction is under way. */
const GRACE_SECONDS = 3600;
/** So many names are looked for in the database at once. */
const PART = 1000;

/** Tells why a file is not even read to its end. */
class NotTaken extends Error {
  constructor(readonly why: PhotoRefusal) {
    super(why);
  }
}

/** Pictures of dials in a folder of FILES_DIR, under names that nobody guesses and for the product's own eyes. */
@Injectable()
export class PhotoFiles {
  private readonly folder: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {
    this.folder = join(projectPath(config.filesDir), 'photos');
  }

  /** Keeps what comes in until it has been looked at; leaves nothing when it is not taken or breaks off. */
  async receive(bytes: Readable): Promise<{ path: string } | PhotoRefusal> {
    const path = this.pathOf(await this.newName('part'));
    // Opened before the first byte: a stream that breaks off at once would make the file after it was removed.
    const file = await open(path, 'wx', 0o600);
    try {
      await pipeline(bytes, looking(), file.createWriteStream());
      return { path };
    } catch (error) {
      await rm(path, { force: true });
      if (error instanceof NotTaken) return error.why;
      if ((error as { code?: string }).code === 'ENOSPC') throw new Unavailable('No space for photos');
      throw error;
    }
  }

  /** Writes a picture; gives its name. */
  async keep(data: Buffer): Promise<string> {
    const name = await this.newName('jpg');
    await writeFile(this.pathOf(name), data, { flag: 'wx', mode: 0o600 });
    return name;
  }

  /** The picture of that name; undefined when it is gone. */
  async read(name: string): Promise<Buffer | undefined> {
    return NAME.test(name) ? readFile(this.pathOf(name)).catch(unlessAbsent) : undefined;
  }

  async remove(...names: string[]): Promise<void> {
    await this.discard(names.filter((name) => NAME.test(name)).map((name) => this.pathOf(name)));
  }

  /** Removes files by their paths, whether they are there or not. */
  async discard(paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => rm(path, { force: true })));
  }

  /** The names of files that have been there longer than any work on them takes, a part at a time. */
  async *settled(): AsyncGenerator<string[]> {
    const latest = secondsAfter(this.clock.now(), -GRACE_SECONDS);
    let settled: string[] = [];
    const folder = await opendir(this.folder).catch(unlessAbsent);
    for await (const { name } of folder ?? []) {
      const found = NAME.test(name) && (await stat(this.pathOf(name)).catch(unlessAbsent));
      if (found && found.mtime < latest) settled.push(name);
      if (settled.length === PART) {
        yield settled;
        settled = [];
      }
    }
    if (settled.length > 0) yield settled;
  }

  private async newName(extension: 'jpg' | 'part'): Promise<string> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    return `${this.random.token(24)}.${extension}`;
  }

  private pathOf(name: string): string {
    return join(this.folder, name);
  }
}

/** A file that is gone is an answer; a disk that fails is not. */
function unlessAbsent(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'ENOENT') throw error;
}

/** Lets bytes through while they may be a picture of a size that we take. */
function looking(): Transform {
  let size = 0;
  let head = Buffer.alloc(0);
  const isOther = () => photoKind(head) === undefined;
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
