import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** What programs leave beside a file that they are still writing, and what systems leave in folders. */
const UNFINISHED =
  /^[.~]|\.(tmp|temp|part|partial|filepart|crdownload|swp|lock)$|^(thumbs\.db|desktop\.ini)$/i;

/** Where files go that are done with. */
export const DONE = 'done';
export const FAILED = 'failed';
export const FOLDERS_OF_ITS_OWN: readonly string[] = [DONE, FAILED];
/** The word in the log for what concerns the folder. */
export const ARRIVED = 'import folder';

/** A file that has been dropped. */
export interface ArrivingFile {
  readonly path: string;
  /** The folder below the one that is watched; empty: that one itself. */
  readonly folder: string;
  readonly name: string;
  /** Size and time: another one is another file. */
  readonly print: string;
}

/** The files in a watched folder and in those directly below it, besides those of programs and those of `without`. */
export async function arrivingFiles(root: string, without: readonly string[]): Promise<ArrivingFile[]> {
  const entries = await readdir(root, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory() && !without.includes(entry.name));
  const found = await Promise.all(['', ...folders.map(({ name }) => name)].map((name) => within(root, name)));
  return found.flat().sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Size and time of a file; undefined when it is none, or gone. */
export async function printOf(path: string): Promise<string | undefined> {
  const found = await lstat(path).catch(() => undefined);
  return found?.isFile() && found.size > 0 ? `${found.size}-${found.mtimeMs}` : undefined;
}

async function within(root: string, folder: string): Promise<ArrivingFile[]> {
  const names = (await readdir(join(root, folder)).catch(() => [])).filter((name) => !UNFINISHED.test(name));
  const files = await Promise.all(
    names.map(async (name) => {
      const path = join(root, folder, name);
      const print = await printOf(path);
      return print === undefined ? [] : [{ path, folder, name, print }];
    }),
  );
  return files.flat();
}
