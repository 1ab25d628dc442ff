import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { csvLine } from './csv-lines.js';
import type { ImportSession } from './import-session.js';

const BOM = '\uFEFF';
const PORTION = 1000;

/** What a file would change, as cells of a table: headings, and a query of texts. */
export interface TellsChanges {
  readonly head: readonly string[];
  readonly query: string;
}

/** Writes all that a file would change as CSV; opens nothing where it would change nothing. */
export async function writeChanges(
  session: ImportSession,
  { head, query }: TellsChanges,
  open: () => Writable,
): Promise<void> {
  await session.query(`DECLARE told_changes NO SCROLL CURSOR FOR ${query}`);
  let out: Writable | undefined;
  let done: Promise<void> | undefined;
  try {
    for (;;) {
      const rows = await session.query<Record<string, string>>(`FETCH ${PORTION} FROM told_changes`);
      if (rows.length === 0) break;
      if (!out) {
        out = open();
        done = finished(out);
        done.catch(() => undefined); // seen below
        out.write(`${BOM}${csvLine(head)}`);
      }
      for (const row of rows) out.write(csvLine(Object.values(row)));
      if (out.writableNeedDrain) await Promise.race([once(out, 'drain'), done]);
    }
    out?.end();
    await done;
  } finally {
    out?.destroy();
  }
}
