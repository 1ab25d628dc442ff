import { isAscii, isUtf8 } from 'node:buffer';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { type Encoding, ENCODING_NAMES, EncodingSurvey } from './encoding.js';
import type { ImportLayout } from './import-layout.js';
import { ImportRefused } from './import-refused.js';

const MAX_BYTES = 512 * 1024 * 1024;
const HEAD_BYTES = 64 * 1024;
const PIECE_BYTES = 256 * 1024;
/** Longer strings are kept where V8 sweeps last. */
const TEXT_BYTES = 32 * 1024;

/** What one look through a file tells. */
export interface LocalFile {
  readonly path: string;
  readonly bytes: number;
  /** Its size and time before it was looked through: another program may still be writing it. */
  readonly stamp: string;
  readonly sha256: string;
  /** The first bytes, up to a line end where there is one. */
  readonly head: Buffer;
  /** Valid UTF-8 throughout. */
  readonly utf8: boolean;
  /** Nothing but ASCII. */
  readonly ascii: boolean;
  /** How many bytes textOf has read so far. */
  readonly progress: { bytes: number };
}

/** Looks through a file on the disk once. */
export async function lookThrough(path: string): Promise<LocalFile> {
  const stamp = await stampOf(path);
  const hash = createHash('sha256');
  let head = Buffer.alloc(0);
  let cut = Buffer.alloc(0);
  let [bytes, utf8, ascii] = [0, true, true];
  for await (const part of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    const piece = part as Buffer;
    bytes += piece.length;
    if (bytes > MAX_BYTES) {
      throw new ImportRefused(`Файл больше ${MAX_BYTES / 1024 / 1024} МБ. Разделите его на несколько`);
    }
    hash.update(piece);
    if (bytes === piece.length) head = Buffer.from(piece.subarray(0, HEAD_BYTES));
    if (!utf8) continue;
    // A letter may begin in one piece and end in the next.
    const text = cut.length > 0 ? Buffer.concat([cut, piece]) : piece;
    const whole = text.length - unfinished(text);
    utf8 = isUtf8(text.subarray(0, whole));
    ascii &&= isAscii(text);
    cut = Buffer.from(text.subarray(whole));
  }
  utf8 &&= cut.length === 0;
  return {
    path,
    bytes,
    stamp,
    sha256: hash.digest('hex'),
    head: wholeLines(head, bytes),
    utf8,
    ascii,
    progress: { bytes: 0 },
  };
}

/** How a text is encoded, by its layout or by its letters; refuses what is no text, or one that would be read wrongly. */
export async function encodingOf(file: LocalFile, layout: ImportLayout = {}): Promise<Encoding> {
  if (layout.encoding !== undefined) return chosenEncoding(file, layout.encoding);
  const survey = new EncodingSurvey();
  if (file.utf8) {
    survey.add(file.head);
  } else {
    for await (const piece of createReadStream(file.path, { highWaterMark: PIECE_BYTES })) {
      survey.add(piece as Buffer);
    }
  }
  return survey.finish();
}

/** A profile may be meant for another file: letters read in a wrong encoding would be garbage. */
function chosenEncoding(file: LocalFile, encoding: Encoding): Encoding {
  if (encoding === 'utf-8' && !file.utf8) {
    throw new ImportRefused('В профиле указана кодировка UTF-8, а файл в другой. Выберите другой профиль');
  }
  if (encoding !== 'utf-8' && file.utf8 && !file.ascii) {
    throw new ImportRefused(
      `В профиле указана кодировка ${ENCODING_NAMES[encoding]}, а файл в UTF-8. Выберите другой профиль`,
    );
  }
  return encoding;
}

/** The text of a file, piece by piece, without the mark of its encoding. */
export async function* textOf(file: LocalFile, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const piece of createReadStream(file.path, { highWaterMark: TEXT_BYTES })) {
    file.progress.bytes += (piece as Buffer).length;
    yield decoder.decode(piece as Buffer, { stream: true });
  }
  yield decoder.decode();
  await refuseChanged(file);
}

/** What was read of a file must be what was looked through: refuses one that somebody has written to meanwhile. */
export async function refuseChanged({ path, stamp }: LocalFile): Promise<void> {
  if ((await stampOf(path)) === stamp) return;
  throw new ImportRefused(
    'Файл меняется, пока портал его читает: возможно, его ещё пишут. Дождитесь конца и загрузите его снова',
  );
}

async function stampOf(path: string): Promise<string> {
  const { size, mtimeMs } = await stat(path);
  return `${size} ${mtimeMs}`;
}

/** The beginning of a longer file without the line, or at least the letter, that it breaks off in. */
function wholeLines(head: Buffer, bytes: number): Buffer {
  if (bytes === head.length) return head;
  return head.subarray(0, head.lastIndexOf(0x0a) + 1 || head.length - unfinished(head));
}

/** The number of bytes at the end that begin a letter of UTF-8 without ending it. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}
