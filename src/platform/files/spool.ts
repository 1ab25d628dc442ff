import { createHash } from 'node:crypto';
import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type Encoding, EncodingSurvey } from './encoding.js';
import { ImportRefused } from './import-refused.js';

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
export async function withSpooled<T>(stream: Readable, work: (file: SpooledFile) => Promise<T>): Promise<T> {
  stream.once('error', () => undefined); // it may break before it is read; reading tells of it
  let handle: FileHandle | undefined;
  try {
    handle = await openNameless();
    return await work(await fill(handle, stream));
  } finally {
    stream.destroy();
    await handle?.close();
  }
}

async function openNameless(): Promise<FileHandle> {
  const folder = await mkdtemp(join(tmpdir(), 'kabinet-import-'));
  const handle = await open(join(folder, 'file'), 'wx+', 0o600);
  await rm(folder, { recursive: true, force: true });
  return handle;
}

async function fill(handle: FileHandle, stream: Readable): Promise<SpooledFile> {
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
    await handle.write(chunk);
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
