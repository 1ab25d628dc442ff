import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ImportSession } from './import-session.js';
import { wrongRow, wrongRowsHeader } from './wrong-rows.js';

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
