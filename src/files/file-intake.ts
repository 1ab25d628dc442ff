import { HttpException, Inject, Injectable, NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { isRefused } from '../core/database-errors.js';
import { Log } from '../core/log.js';
import { POOL } from '../core/tokens.js';
import type { IncomingFile } from '../web/multipart.js';
import { unknownFiles } from './file-owners.js';
import { type FileKind, type FileRefusal, type FileRules, refusalWords } from './file-rules.js';
import { FileStore, type ReceivedFile } from './file-store.js';
import { PdfChecker } from './pdf-checker.js';
import { PhotoProcessor } from './photo-processor.js';
import { sentName, shownName } from './shown-name.js';

/** A file that lies on the disk and waits for its row. */
interface Taken {
  /** The file input that it was chosen in. */
  readonly field: string;
  /** Its name in FILES_DIR, for the row. */
  readonly file: string;
  /** What its sender calls it, made clean, for pages and downloads: `fileAnswer`. */
  readonly name: string;
  readonly bytes: number;
}

/** A picture, made anew. */
export interface TakenPhoto extends Taken {
  readonly kind: 'photo';
  readonly width: number;
  readonly height: number;
}

/** A document, as it came. */
interface TakenPdf extends Taken {
  readonly kind: 'pdf';
  readonly width?: undefined;
  readonly height?: undefined;
}

/** A file of any kind. */
export type TakenFile = TakenPhoto | TakenPdf;
type OfKind<Kind> = Extract<TakenFile, { kind: Kind }>;

/** A file that is not taken, and why, for the page. */
export interface RefusedFile {
  readonly field: string;
  readonly words: string;
}

/** What files come from, one after another: a form (`Multipart`) or a letter. */
interface FileSource {
  files(): AsyncIterable<IncomingFile>;
}

/** A file as it came. */
interface Received extends ReceivedFile {
  readonly field: string;
  readonly name: string;
}

/** Takes the files that people bring. */
@Injectable()
export class FileIntake {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly files: FileStore,
    private readonly photos: PhotoProcessor,
    private readonly documents: PdfChecker,
    private readonly log: Log,
  ) {}

  /**
   * Takes all files of a form or none. Hands them to `write`, which writes their rows in its transaction, and gives its answer;
   * with a refusal nothing is written. Files that have no row afterwards are deleted, so `write` may refuse, throw, or find a
   * repeat.
   */
  take<Kind extends FileKind, Answer>(
    form: FileSource | undefined,
    rules: FileRules<Kind>,
    write: (files: readonly OfKind<Kind>[]) => Promise<Answer>,
  ): Promise<{ answer: Answer } | { refused: readonly RefusedFile[] }> {
    return this.hold(async (held) => {
      const stopped = form && (await this.receive(form.files(), rules, held.received).next()).value;
      if (stopped) return { refused: [stopped] };
      const refused = await this.look(rules, held);
      return refused.length > 0 ? { refused } : { answer: await held.write(write) };
    });
  }

  /** Takes the files of a letter that are good, and tells `write` also of the others: nobody can be asked to choose again. */
  takeGood<Kind extends FileKind, Answer>(
    letter: FileSource,
    rules: FileRules<Kind>,
    write: (files: readonly OfKind<Kind>[], refused: readonly RefusedFile[]) => Promise<Answer>,
  ): Promise<Answer> {
    return this.hold(async (held) => {
      const refused: RefusedFile[] = [];
      for await (const one of this.receive(letter.files(), rules, held.received)) refused.push(one);
      refused.push(...(await this.look(rules, held)));
      return held.write((files: readonly OfKind<Kind>[]) => write(files, refused));
    });
  }

  /** Leaves on the disk only what has a row. */
  private async hold<Result>(work: (held: Held) => Promise<Result>): Promise<Result> {
    const held = new Held();
    try {
      return await work(held);
    } finally {
      await this.files.discard(held.received.map(({ path }) => path));
      if (held.isCertain) await this.removeUnknown(held.kept);
    }
  }

  /** Tells which are refused; what comes after one is read only if it is asked to go on. */
  private async *receive(
    files: AsyncIterable<IncomingFile>,
    rules: FileRules,
    received: Received[],
  ): AsyncGenerator<RefusedFile, undefined> {
    const { fields, kinds, most, tooMany } = rules;
    for await (const { field, name, bytes } of files) {
      if (!fields.includes(field)) throw new NotFoundException();
      if (received.length >= most) {
        yield { field, words: tooMany };
        return;
      }
      const got = await this.files.receive(bytes, kinds);
      if (typeof got === 'string') yield refusal({ field, name }, got, rules, received);
      else received.push({ field, name, ...got });
    }
    return undefined;
  }

  private async look(rules: FileRules, { received, kept }: Held): Promise<RefusedFile[]> {
    const refused: RefusedFile[] = [];
    for (const one of received) {
      const taken = one.kind === 'photo' ? await this.keepPhoto(one) : await this.keepDocument(one);
      if (typeof taken !== 'string') kept.push(taken);
      else {
        const others = received.filter((other) => other.path !== one.path);
        refused.push(refusal(one, taken, rules, others));
      }
    }
    return refused;
  }

  private async keepPhoto({ field, name, path }: Received): Promise<TakenPhoto | FileRefusal> {
    const photo = await this.photos.process(path);
    if (typeof photo === 'string') return photo;
    const { data, width, height } = photo;
    const file = await this.files.keepPhoto(data);
    return { kind: 'photo', field, file, name: shownName(name, 'photo'), width, height, bytes: data.length };
  }

  private async keepDocument({ field, name, path, bytes }: Received): Promise<TakenPdf | FileRefusal> {
    const refused = await this.documents.check(path);
    if (refused) return refused;
    return {
      kind: 'pdf',
      field,
      file: await this.files.keepDocument(path),
      name: shownName(name, 'pdf'),
      bytes,
    };
  }

  private async removeUnknown(kept: readonly TakenFile[]): Promise<void> {
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

/** What lies on the disk for one form. */
class Held {
  readonly received: Received[] = [];
  readonly kept: TakenFile[] = [];
  /** False when nobody knows whether the rows were committed: the sweep finds out. */
  isCertain = true;

  async write<Kind extends FileKind, Answer>(
    write: (files: readonly OfKind<Kind>[]) => Promise<Answer>,
  ): Promise<Answer> {
    try {
      // No others were received.
      return await write(this.kept as unknown as OfKind<Kind>[]);
    } catch (error) {
      this.isCertain = isRefused(error) || error instanceof HttpException;
      throw error;
    }
  }
}

/** Names the file where its input may hold several: the only input of a form does, another one when it has brought more. */
function refusal(
  { field, name }: Pick<Received, 'field' | 'name'>,
  why: FileRefusal,
  { fields, kinds, most }: FileRules,
  others: readonly Received[],
): RefusedFile {
  const words = refusalWords(why, kinds);
  const isOneOfMany = (fields.length === 1 && most > 1) || others.some((other) => other.field === field);
  const named = `«${sentName(name)}»: ${words[0]!.toLowerCase()}${words.slice(1)}`;
  return { field, words: isOneOfMany ? named : words };
}
