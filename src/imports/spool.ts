import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Encoding, EncodingSurvey } from './encoding.js';
import { ImportRefused } from './import-refused.js';
import { notStored } from '../core/not-stored.js';
import type { Storage } from '../core/storage.js';

const MAX_BYTES = 512 * 1024 * 1024;

/** A file that has arrived completely and may be read again and again. */
export interface SpooledFile {
  readonly sha256: string;
  readonly encoding: Encoding;
  /** The beginning, decoded. */
  readonly head: string;
  text(): AsyncGenerator<string>;
}

/**
 * Keeps a stream on the disk while `work` reads it: the encoding is known only after the last byte,
 * and a slow upload must not hold a transaction open. The copy has no name, so that nothing can leave it behind.
 */
export async function withSpooled<T>(
  storage: Storage,
  stream: Readable,
  work: (file: SpooledFile) => Promise<T>,
): Promise<T> {
  stream.once('error', () => undefined); // it may break before it is read; reading tells of it
  let handle: FileHandle | undefined;
  try {
    handle = await openNameless(storage);
    return await work(await fill(handle, stream, storage.path('tmp')));
  } finally {
    stream.destroy();
    await handle?.close();
  }
}

async function openNameless(storage: Storage): Promise<FileHandle> {
  const { folder, drop } = await storage.scratch();
  try {
    return await open(join(folder, 'file'), 'wx+', 0o600).catch(notStored(folder));
  } finally {
    await drop();
  }
}

async function fill(handle: FileHandle, stream: Readable, folder: string): Promise<SpooledFile> {
  const hash = createHash('sha256');
  const survey = new EncodingSurvey();
  let size = 0;
  for await (const part of stream) {
    const chunk = Buffer.from(part as Buffer | string);
    size += chunk.length;
    if (size > MAX_BYTES) {
      throw new ImportRefused(`Файл больше ${MAX_BYTES / 1024 / 1024} МБ. Разделите его на несколько`);
    }
    hash.update(chunk);
    survey.add(chunk);
    await handle.writeFile(chunk).catch(notStored(folder));
  }
  const { encoding, head } = survey.finish();
  if (head.trim() === '') {
    throw new ImportRefused('Файл пустой');
  }
  return { sha256: hash.digest('hex'), encoding, head, text: () => decoded(handle, encoding) };
}

async function* decoded(handle: FileHandle, encoding: Encoding): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
    yield decoder.decode(chunk as Buffer, { stream: true });
  }
  yield decoder.decode();
}
