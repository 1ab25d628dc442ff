import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { chown, mkdir, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { FOLDER, KEPT_NAME } from '../files/file-names.js';
import { fileSize } from '../text/russian.js';
import { BackupRefused } from './backup-refused.js';
import type { Opener } from './cipher.js';
import { together } from './together.js';
import { unpack } from './tar.js';

/** Refuses a disk that has no room for the files of a backup. */
export async function refuseWithoutRoom(root: string, bytes: number): Promise<void> {
  await mkdir(root, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize >= bytes) return;
  throw new BackupRefused(
    `В FILES_DIR ${root} свободно ${fileSize(bavail * bsize)}, а файлам копии нужно ${fileSize(bytes)}`,
  );
}

/**
 * Puts the files of a backup into their folder, each at once; gives how many. Names are never given twice, so a file that stands
 * there already is the same, or damaged. Root gives them to the owner of the folder.
 */
export async function restoreFiles(root: string, opener: Opener, path: string): Promise<number> {
  const folder = join(root, FOLDER);
  const draft = join(root, 'tmp', `restore-${randomUUID()}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await mkdir(join(root, 'tmp'), { recursive: true, mode: 0o700 });
  const owner = process.getuid?.() === 0 ? await stat(root) : undefined;
  const own = async (one: string): Promise<void> => {
    if (owner) await chown(one, owner.uid, owner.gid);
  };
  await own(folder);
  await own(join(root, 'tmp'));
  const { bytes, done } = opener.open(path);
  let count = 0;
  try {
    const unpacking = (async () => {
      for await (const { name, bytes: content } of unpack(bytes as AsyncIterable<Buffer>)) {
        const file = name.slice(FOLDER.length + 1);
        if (name !== `${FOLDER}/${file}` || !KEPT_NAME.test(file)) {
          throw new BackupRefused(`В копии есть чужой файл: ${name}`);
        }
        await pipeline(content, createWriteStream(draft, { mode: 0o600 }));
        await own(draft);
        await rename(draft, join(folder, file));
        count += 1;
      }
    })();
    unpacking.catch((error: Error) => bytes.destroy(error));
    await together(unpacking, done);
  } finally {
    await rm(draft, { force: true });
  }
  return count;
}
