import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ImportSession } from './import-session.js';
import { csvCell, csvLine } from './csv-lines.js';

const BOM = '\uFEFF';

/** The first line of the file with the wrong rows. */
export function wrongRowsHeader(titles: readonly string[]): string {
  return `${BOM}${csvLine([...titles, 'Строка', 'Причина'])}`;
}

/** The cells of a row as they were, in as many columns as the file has. */
export function sourceOf(cells: readonly string[], width: number): string {
  // What PostgreSQL cannot keep in a text would not survive a spreadsheet either.
  const own = cells.slice(0, width).map((cell) => cell.replaceAll('\0', '\uFFFD'));
  return [...own, ...Array<string>(width - own.length).fill('')].map(csvCell).join(';');
}

/** A line of the file with the wrong rows. */
export function wrongRow(source: string, row: number, reason: string): string {
  return `${source};${csvLine([String(row), reason])}`;
}

interface WrongRow {
  readonly row: number;
  readonly reason: string;
  readonly source: string;
}

/** Writes the rows that a query of row, reason and source gives, however many there are. */
export async function writeWrongRows(
  session: ImportSession,
  query: string,
  titles: readonly string[],
  out: Writable,
): Promise<void> {
  const done = finished(out);
  done.catch(() => undefined); // seen below
  await session.query(`DECLARE wrong_rows NO SCROLL CURSOR FOR ${query}`);
  try {
    let text = wrongRowsHeader(titles);
    for (;;) {
      if (!out.write(text)) await Promise.race([once(out, 'drain'), done]);
      const rows = await session.query<WrongRow & Record<string, unknown>>('FETCH 1000 FROM wrong_rows');
      if (rows.length === 0) break;
      text = rows.map(({ row, reason, source }) => wrongRow(source, row, reason)).join('');
    }
    out.end();
    await done;
  } finally {
    out.destroy();
  }
}
