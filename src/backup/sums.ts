/** The sums of the parts of a backup, as `sha256sum -c` reads them; the file comes last, so that a backup without it is none. */
export const SUMS_FILE = 'SHA256SUMS';

/** A part and its SHA-256 in hexadecimal digits. */
export interface Sum {
  readonly name: string;
  readonly sha256: string;
}

const LINE = /^([0-9a-f]{64}) {2}([a-z.]{1,40})$/;

/** The text of the file. */
export function sumsText(sums: readonly Sum[]): string {
  return sums.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');
}

/** Reads such a text; undefined where a single byte of it is another than we write. */
export function readSums(text: string): Sum[] | undefined {
  const sums: Sum[] = [];
  for (const line of text.split('\n').slice(0, -1)) {
    const [, sha256, name] = LINE.exec(line) ?? [];
    if (sha256 === undefined || name === undefined) return undefined;
    sums.push({ name, sha256 });
  }
  return sums.length > 0 && sumsText(sums) === text ? sums : undefined;
}
