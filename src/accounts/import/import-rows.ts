import { checkRow } from './account-row.js';
import { COLUMNS } from './account-columns.js';
import { copyLine } from '../../imports/copy-text.js';
import type { Line } from '../../imports/csv-lines.js';
import { type ImportWatch, KEPT_ERRORS } from './accounts-report.js';
import type { Table } from './table.js';
import { sourceOf } from '../../imports/wrong-rows.js';
import { reasonsOf, type RowError } from '../../imports/row-error.js';

const BATCH_LENGTH = 64 * 1024;
const PROGRESS_ROWS = 10_000;

/** Checks the rows of a file one after another and turns them into batches for COPY, good and wrong ones. */
export class ImportRows {
  total = 0;
  readonly errors: RowError[] = [];

  constructor(
    private readonly table: Table,
    private readonly watch: ImportWatch,
  ) {}

  async *batches(): AsyncGenerator<string> {
    let batch = '';
    for await (const line of this.table.lines) {
      batch += this.staged(line);
      if (batch.length >= BATCH_LENGTH) {
        yield batch;
        batch = '';
      }
    }
    yield batch;
  }

  /** The row as STAGED_COLUMNS of staging.sql.ts; its cells only where they will be asked for. */
  private staged({ row, cells }: Line): string {
    const { values, errors } = checkRow(row, cells, this.table.layout);
    this.total += 1;
    if (this.total % PROGRESS_ROWS === 0) this.watch.progress?.(this.total);
    if (this.errors.length < KEPT_ERRORS) this.errors.push(...errors);
    const reason = reasonsOf(errors);
    const source = this.watch.wrongRows ? sourceOf(cells, this.table.layout.titles.length) : null;
    return copyLine([row, ...COLUMNS.map((column) => values[column]), reason || null, source]);
  }
}
