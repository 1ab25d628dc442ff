/** So much may have come since the last backup, in parts of it. */
const GROWTH = 1.25;
const SPARE = 64 * 1024 * 1024;

/**
 * How much room to ask for before a backup begins, in bytes. The last one tells it best, since dumps are packed and have no
 * indexes; the first is taken to be as large as database and files together, which it never is.
 */
export function roomNeeded(last: number | undefined, database: number, files: number): number {
  return Math.ceil(last === undefined ? database + files : last * GROWTH) + SPARE;
}
