import { promisify } from 'node:util';
import { createInflateRaw, inflateRaw } from 'node:zlib';
import { ImportRefused } from './import-refused.js';

/** A file inside of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly deflated: boolean;
  /** What the archive says it will be unpacked to; never believed. */
  readonly size: number;
  /** Its bytes as they are packed. */
  readonly packed: Buffer;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const CENTRAL_LENGTH = 46;
const LOCAL_LENGTH = 30;
const LONGEST_COMMENT = 0xffff;
const MAX_ENTRIES = 10_000;
const MAX_UNPACKED = 300 * 1024 * 1024;
const MAX_RATIO = 200;
/** Smaller ones do no harm, however well they are packed. */
const HARMLESS = 10 * 1024 * 1024;

const BOMB = `Книга Excel распаковывается больше чем в ${MAX_UNPACKED / 1024 / 1024} МБ. Разделите её на части или сохраните как CSV`;
const PACKED_TOO_WELL = `Книга Excel сжата больше чем в ${MAX_RATIO} раз: так выглядит вредоносный файл. Сохраните данные как CSV`;

/** What is said of a book that cannot be read. */
export function brokenBook(): ImportRefused {
  return new ImportRefused(
    'Книга Excel повреждена или скачана не до конца. Откройте её в Excel, сохраните и загрузите снова',
  );
}

/** The files of an archive by its directory (APPNOTE 4.3); refuses what is broken, has a password or would fill the memory. */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const end = endOfDirectory(archive);
  const count = archive.readUInt16LE(end + 10);
  const directory = archive.readUInt32LE(end + 16);
  if (count > MAX_ENTRIES || directory > end) throw brokenBook();
  const entries: ZipEntry[] = [];
  let at = directory;
  for (let index = 0; index < count; index++) {
    if (at + CENTRAL_LENGTH > end || archive.readUInt32LE(at) !== CENTRAL) throw brokenBook();
    const nameLength = archive.readUInt16LE(at + 28);
    entries.push(entryAt(archive, at, nameLength, directory));
    at += CENTRAL_LENGTH + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  const unpacked = entries.reduce((sum, { size }) => sum + size, 0);
  if (unpacked > MAX_UNPACKED) throw new ImportRefused(BOMB);
  if (unpacked > HARMLESS && unpacked > archive.length * MAX_RATIO) throw new ImportRefused(PACKED_TOO_WELL);
  return entries;
}

/** Unpacks a file as a whole. */
export async function unpacked(entry: ZipEntry): Promise<Buffer> {
  if (!entry.deflated) return entry.packed;
  const content = await promisify(inflateRaw)(entry.packed, {
    maxOutputLength: Math.max(entry.size, 1),
  }).catch(() => undefined);
  if (content?.length !== entry.size) throw brokenBook();
  return content;
}

/** Unpacks a file piece by piece. */
export async function* unpackedPieces(entry: ZipEntry): AsyncGenerator<Buffer> {
  if (!entry.deflated) {
    yield entry.packed;
    return;
  }
  const inflate = createInflateRaw({ chunkSize: 128 * 1024 });
  inflate.end(entry.packed);
  let size = 0;
  try {
    for await (const piece of inflate) {
      size += (piece as Buffer).length;
      if (size > entry.size) break;
      yield piece as Buffer;
    }
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('Z_')) throw brokenBook();
    throw error;
  }
  if (size !== entry.size) throw brokenBook();
}

function endOfDirectory(archive: Buffer): number {
  const first = Math.max(0, archive.length - END_LENGTH - LONGEST_COMMENT);
  for (let at = archive.length - END_LENGTH; at >= first; at--) {
    if (archive.readUInt32LE(at) === END) return at;
  }
  throw brokenBook();
}

function entryAt(archive: Buffer, at: number, nameLength: number, directory: number): ZipEntry {
  const [flags, method] = [archive.readUInt16LE(at + 8), archive.readUInt16LE(at + 10)];
  const [packedSize, size] = [archive.readUInt32LE(at + 20), archive.readUInt32LE(at + 24)];
  const local = archive.readUInt32LE(at + 42);
  if (flags & 1) throw new ImportRefused('Архив защищён паролем. Снимите пароль и загрузите файл снова');
  if (method !== 0 && method !== 8) throw brokenBook();
  if (local + LOCAL_LENGTH > directory || archive.readUInt32LE(local) !== LOCAL) throw brokenBook();
  const from = local + LOCAL_LENGTH + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  if (from + packedSize > directory) throw brokenBook();
  return {
    name: archive
      .toString('utf8', at + CENTRAL_LENGTH, at + CENTRAL_LENGTH + nameLength)
      .replaceAll('\\', '/'),
    deflated: method === 8,
    size,
    packed: archive.subarray(from, from + packedSize),
  };
}
