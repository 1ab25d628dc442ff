import { HttpException, Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { isRefused } from '../core/database-errors.js';
import { Log } from '../core/log.js';
import { POOL } from '../core/tokens.js';
import type { Multipart } from '../web/multipart.js';
import { FileStore } from './file-store.js';
import { unknownFiles } from './file-owners.js';
import { PhotoProcessor } from './photo-processor.js';
import { PHOTO_REFUSALS, type FileRefusal } from './file-rules.js';

/** A photo that lies on the disk and waits for its row. */
export interface TakenPhoto {
  /** The file input that it was chosen in. */
  readonly field: string;
  /** Its name in FILES_DIR, for the row. */
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}

/** A file that is not taken, and why, for the page. */
export interface RefusedFile {
  readonly field: string;
  readonly words: string;
}

/** What a form may bring. */
export interface FileRules {
  /** Its file inputs; a file of another one was not sent by our page. */
  readonly fields: readonly string[];
  readonly most: number;
  /** The words for more than that. */
  readonly tooMany: string;
}

/** A file as it came. */
interface Received {
  readonly field: string;
  readonly name: string;
  readonly path: string;
}

/** Takes the photos of a form: all of them or none. */
@Injectable()
export class FileIntake {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly files: FileStore,
    private readonly processor: PhotoProcessor,
    private readonly log: Log,
  ) {}

  /**
   * Hands the photos to `write`, which writes their rows in its transaction, and gives its answer; with a refusal nothing is
   * written. Photos that have no row afterwards are deleted, so `write` may refuse, throw, or find a repeat.
   */
  async take<Answer>(
    form: Multipart | undefined,
    rules: FileRules,
    write: (photos: readonly TakenPhoto[]) => Promise<Answer>,
  ): Promise<{ answer: Answer } | { refused: readonly RefusedFile[] }> {
    const received: Received[] = [];
    const kept: TakenPhoto[] = [];
    let isCertain = true;
    try {
      const stopped = await this.receive(form, rules, received);
      if (stopped) return { refused: [stopped] };
      const refused = await this.develop(received, rules, kept);
      if (refused.length > 0) return { refused };
      const answer = await write(kept).catch((error: unknown) => {
        // When nobody knows whether it was committed, the sweep finds out.
        isCertain = isRefused(error) || error instanceof HttpException;
        throw error;
      });
      return { answer };
    } finally {
      await this.files.discard(received.map(({ path }) => path));
      if (isCertain) await this.removeUnknown(kept);
    }
  }

  /** What comes after the first that we do not take stays unread. */
  private async receive(
    form: Multipart | undefined,
    rules: FileRules,
    received: Received[],
  ): Promise<RefusedFile | undefined> {
    if (!form) return undefined;
    const { fields, most, tooMany } = rules;
    for await (const { field, name, bytes } of form.files()) {
      if (!fields.includes(field)) throw new NotFoundException();
      if (received.length >= most) return { field, words: tooMany };
      const got = await this.files.receive(bytes);
      if (typeof got === 'string') return refusal({ field, name }, got, rules, received);
      received.push({ field, name, ...got });
    }
    return undefined;
  }

  private async develop(
    received: readonly Received[],
    rules: FileRules,
    kept: TakenPhoto[],
  ): Promise<RefusedFile[]> {
    const refused: RefusedFile[] = [];
    for (const { field, name, path } of received) {
      const photo = await this.processor.process(path);
      if (typeof photo === 'string') {
        const others = received.filter((other) => other.path !== path);
        refused.push(refusal({ field, name }, photo, rules, others));
      } else {
        const { data, width, height } = photo;
        kept.push({ field, file: await this.files.keep(data), width, height, bytes: data.length });
      }
    }
    return refused;
  }

  private async removeUnknown(kept: readonly TakenPhoto[]): Promise<void> {
    if (kept.length === 0) return;
    try {
      const unknown = await unknownFiles(
        this.pool,
        kept.map(({ file }) => file),
      );
      await this.files.remove(...unknown);
    } catch (error) {
      // The sweep comes by; the answer is right all the same.
      this.log.error(error, 'files');
    }
  }
}

/** Names the file where its input may hold several: the only input of a form does, another one when it has brought more. */
function refusal(
  { field, name }: Pick<Received, 'field' | 'name'>,
  why: FileRefusal,
  { fields, most }: FileRules,
  others: readonly Received[],
): RefusedFile {
  const words = PHOTO_REFUSALS[why];
  const isOneOfMany = (fields.length === 1 && most > 1) || others.some((other) => other.field === field);
  return { field, words: isOneOfMany ? `«${name}»: ${words[0]!.toLowerCase()}${words.slice(1)}` : words };
}
