import type { ImportSession } from '../../imports/import-session.js';
import type { ExportFormat, ExportRow } from './export-row.js';
import { FETCH_EXPORTED } from './exports.sql.js';
import { misfit } from './misfit.js';

/** A reading that found no place in the format, and stays for another export. */
export interface Skipped {
  readonly account: string;
  readonly number: string;
  readonly reason: string;
}

/** As many as a report shows. */
const SHOWN_SKIPPED = 200;

/** Counts what is written, and keeps what finds no place in the format. */
export class Written {
  rows = 0;
  readonly skippedIds: string[] = [];
  readonly skippedRows: Skipped[] = [];

  constructor(private readonly format: ExportFormat) {}

  /** The rows that can be written. */
  take(rows: readonly ExportRow[]): ExportRow[] {
    const fitting = rows.filter((row) => {
      const reason = misfit(this.format, row);
      if (reason === undefined) return true;
      this.skippedIds.push(row.id);
      const { account, number } = row;
      if (this.skippedRows.length < SHOWN_SKIPPED) this.skippedRows.push({ account, number, reason });
      return false;
    });
    this.rows += fitting.length;
    return fitting;
  }
}

/** The rows of the export that is declared, as far as they find a place in the format. */
export async function* exportRows(
  session: ImportSession,
  counted: Written,
): AsyncGenerator<readonly ExportRow[]> {
  for (;;) {
    const rows = await session.query<ExportRow & Record<string, unknown>>(FETCH_EXPORTED);
    if (rows.length === 0) return;
    yield counted.take(rows);
  }
}
