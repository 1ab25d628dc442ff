import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise } from 'yauzl';
import { ImportRefused } from './import-refused.js';

/** A file inside of an archive. */
export interface ZipEntry {
  readonly name: string;
  /** What the archive says it will be unpacked to; what comes out is held to it. */
  readonly size: number;
  open(): Promise<Readable>;
}

const MAX_ENTRIES = 10_000;
const MAX_UNPACKED = 300 * 1024 * 1024;
const MAX_RATIO = 200;
/** Smaller ones do no harm, however well they are packed. */
const HARMLESS = 10 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;

const BOMB = `Книга Excel распаковывается больше чем в ${MAX_UNPACKED / 1024 / 1024} МБ. Разделите её на части или сохраните как CSV`;
const PACKED_TOO_WELL = `Книга Excel сжата больше чем в ${MAX_RATIO} раз: так выглядит вредоносный файл. Сохраните данные как CSV`;

/** What is said of a book that cannot be read. */
export function brokenBook(): ImportRefused {
  return new ImportRefused(
    'Книга Excel повреждена или скачана не до конца. Откройте её в Excel, сохраните и загрузите снова',
  );
}

/** The files of an archive by its directory; refuses what is broken, has a password or would fill the memory. */
export async function zipEntries(archive: Buffer): Promise<ZipEntry[]> {
  const zip = await asked(fromBufferPromise(archive, { lazyEntries: true }));
  if (zip.entryCount > MAX_ENTRIES) throw brokenBook();
  const entries: Entry[] = [];
  await asked(
    (async () => {
      for await (const entry of zip.eachEntry()) entries.push(entry);
    })(),
  );
  for (const entry of entries) {
    if (entry.isEncrypted()) {
      throw new ImportRefused('Архив защищён паролем. Снимите пароль и загрузите файл снова');
    }
    if (entry.compressionMethod !== STORED && entry.compressionMethod !== DEFLATED) throw brokenBook();
  }
  const unpacked = entries.reduce((sum, { uncompressedSize }) => sum + uncompressedSize, 0);
  if (unpacked > MAX_UNPACKED) throw new ImportRefused(BOMB);
  if (unpacked > HARMLESS && unpacked > archive.length * MAX_RATIO) throw new ImportRefused(PACKED_TOO_WELL);
  return entries.map((entry) => ({
    name: entry.fileName,
    size: entry.uncompressedSize,
    open: () => asked(zip.openReadStreamPromise(entry)),
  }));
}

/** Unpacks a file as a whole. */
export async function unpacked(entry: ZipEntry): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of unpackedPieces(entry)) pieces.push(piece);
  return Buffer.concat(pieces);
}

/** Unpacks a file piece by piece. */
export async function* unpackedPieces(entry: ZipEntry): AsyncGenerator<Buffer> {
  const stream = await entry.open();
  try {
    for await (const piece of stream) yield piece as Buffer;
  } catch (error) {
    throw explained(error);
  }
}

/** What the reader of archives is asked: whatever it does not like is a broken book. */
function asked<T>(answer: Promise<T>): Promise<T> {
  return answer.catch((error: unknown) => {
    throw explained(error);
  });
}

/** The reader of archives throws plain errors, zlib those with a code of its own. */
function explained(error: unknown): unknown {
  const { code } = error as { code?: string };
  return error instanceof Error && (code === undefined || code.startsWith('Z_')) ? brokenBook() : error;
}
