import { opendir } from 'node:fs/promises';

/** So many names are looked for in the database at once. */
const PART = 1000;

/** What a picture that is kept is called. */
export const PHOTO_NAME = /^[\w-]{32}\.jpg$/;

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

/** A file that is gone is an answer; a disk that fails is not. */
export function unlessAbsent(error: unknown): undefined {
  if ((error as { code?: string }).code !== 'ENOENT') throw error;
}
