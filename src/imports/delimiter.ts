import { csvRow, SEPARATOR_LINE } from './csv-lines.js';

/** What may stand between the cells of a row. */
export type Delimiter = ';' | ',' | '\t' | '|';

const DELIMITERS: readonly Delimiter[] = [';', ',', '\t', '|'];
/** Titles may stand above a table, but not a whole page. */
export const HEADER_SEARCH = 20;

/**
 * What parts the cells of a file: as its first line says (`sep=;`), else what makes headings of one of its first lines
 * (a title above a table has commas of its own), else by the first line that is not blank.
 */
export function recogniseDelimiter(
  head: string,
  mayBeHeader?: (cells: readonly string[]) => boolean,
): Delimiter {
  const lines = head.split(/\r\n|\n|\r/);
  const told = SEPARATOR_LINE.exec(lines[0] ?? '')?.[1];
  const said = DELIMITERS.find((delimiter) => delimiter === told);
  if (said) return said;
  for (const line of mayBeHeader ? lines.slice(0, HEADER_SEARCH) : []) {
    const found = DELIMITERS.find((delimiter) => mayBeHeader!(csvRow(line, delimiter)));
    if (found) return found;
  }
  return byFirstLine(lines.find((line) => line.trim() !== '') ?? '');
}

function byFirstLine(line: string): Delimiter {
  const unquoted = line.replace(/"[^"]*"/g, '');
  const count = (delimiter: Delimiter) => unquoted.split(delimiter).length;
  return DELIMITERS.reduce((best, other) => (count(other) > count(best) ? other : best));
}
