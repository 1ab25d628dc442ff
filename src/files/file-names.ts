import { join } from 'node:path';
import { opendir } from 'node:fs/promises';
import type { LookInto } from '../core/storage-owner.js';
import { anyFiles, unknownFiles } from './file-owners.js';

/** So many names are looked for in the database at once. */
const PART = 1000;

/** Where in FILES_DIR they stand; the name is older than kinds other than photos, and backups know it. */
export const FOLDER = 'photos';

/** What a file that is kept is called. */
export const KEPT_NAME = /^[\w-]{32}\.(?:jpg|pdf)$/;

/** The names in a folder that fit, a part at a time; none where there is no folder. */
export async function* namesIn(
  path: string,
  fits: (name: string) => boolean | Promise<boolean>,
): AsyncGenerator<string[]> {
  let names: string[] = [];
  const folder = await opendir(path).catch(unlessAbsent);
  for await (const { name } of folder ?? []) {
    if (await fits(name)) names.push(name);
    if (names.length === PART) {
      yield names;
      names = [];
    }
  }
  if (names.length > 0) yield names;
}

/** A file that is gone is an answer, also when its folder has become something else; a disk that fails is not. */
export function unlessAbsent(error: unknown): undefined {
  const { code } = error as { code?: string };
  if (code !== 'ENOENT' && code !== 'ENOTDIR') throw error;
}

/** Whose files stand in a folder of files: one that the database knows is enough to make them its own. */
export const filesOfFolder: LookInto = async (root, database) => {
  let any = false;
  for await (const names of namesIn(join(root, FOLDER), (name) => KEPT_NAME.test(name))) {
    any = true;
    const unknown = await unknownFiles(database, names);
    if (unknown.size < names.length) return 'known';
  }
  if (any) return 'unknown';
  return (await anyFiles(database)) ? 'missing' : 'nothing';
};
