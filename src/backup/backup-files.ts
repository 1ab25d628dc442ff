import { open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FOLDER, unlessAbsent } from '../files/file-names.js';
import type { Packed } from './tar.js';

/** What was copied of FILES_DIR. */
export interface Copied {
  files: number;
  bytes: number;
  /** Files that the database names and that are nowhere. */
  missing: number;
}

/** The files of these names, wherever in FILES_DIR they stand, one after another; counts them in `copied`. */
export async function* filesNamed(
  root: string,
  names: AsyncIterable<readonly string[]>,
  copied: Copied,
): AsyncGenerator<Packed> {
  for await (const part of names) {
    for (const name of part) {
      const file = await find(root, name);
      if (!file) {
        copied.missing += 1;
        continue;
      }
      const { size } = await file.stat();
      copied.files += 1;
      copied.bytes += size;
      yield { name: `${FOLDER}/${name}`, size, bytes: file.createReadStream() as AsyncIterable<Buffer> };
    }
  }
}

/** Opened at once: one that is set aside in this moment is still the same file. */
async function find(root: string, name: string): Promise<Awaited<ReturnType<typeof open>> | undefined> {
  const there = join(root, FOLDER, name);
  const opened = (path: string) => open(path, 'r').catch(unlessAbsent);
  const found = await opened(there);
  if (found) return found;
  for (const day of await readdir(join(root, 'aside')).catch(() => [])) {
    const aside = await opened(join(root, 'aside', day, name));
    if (aside) return aside;
  }
  // Taken back between the two looks.
  return opened(there);
}

/** How many bytes these files have. */
export async function sizeOf(root: string, names: AsyncIterable<readonly string[]>): Promise<number> {
  let bytes = 0;
  for await (const part of names) {
    const sizes = await Promise.all(
      part.map(async (name) => (await stat(join(root, FOLDER, name)).catch(unlessAbsent))?.size ?? 0),
    );
    bytes += sizes.reduce((sum, size) => sum + size, 0);
  }
  return bytes;
}
