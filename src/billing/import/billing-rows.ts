import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { csvLine } from '../../imports/csv-lines.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ExchangeFile, ExchangeRecord, ReadRow } from '../formats/billing-records.js';
import { KEPT_ERRORS, type ImportWatch } from './billing-report.js';
import type { Staging } from './batch-staging.js';
import { reasonsOf, type RowError } from '../../imports/row-error.js';

const BATCH_LENGTH = 32 * 1024;
const BOM = '\uFEFF';

/** Reads the rows of a file for COPY, counts and adds them up, and writes the wrong ones where they are wanted. */
export class LoadRows {
  rows = 0;
  wrong = 0;
  kopecks = 0;
  readonly errors: RowError[] = [];
  private out?: Writable;
  private done?: Promise<void>;

  constructor(
    private readonly file: ExchangeFile,
    private readonly staging: Staging,
    private readonly watch: ImportWatch,
    private readonly onRead: (share: number) => void,
  ) {}

  async *batches(): AsyncGenerator<string> {
    let batch = '';
    for await (const rows of this.file.rows()) {
      for (const row of rows) {
        batch += row.errors ? this.refused(row) : this.staged(row.row, row.record);
        if (batch.length >= BATCH_LENGTH) {
          yield batch;
          batch = '';
        }
      }
      if (this.out?.writableNeedDrain) await Promise.race([once(this.out, 'drain'), this.done]);
      this.onRead(this.file.share?.() ?? 0);
    }
    yield batch + this.staging.rest();
  }

  /** Writes what was found wrong later on; cells are at hand no more. */
  async writeLater(errors: readonly RowError[]): Promise<void> {
    const none = this.file.titles.map(() => '');
    this.write(errors.map(({ row, reason }) => csvLine([...none, String(row), reason])).join(''));
    if (this.out?.writableNeedDrain) await Promise.race([once(this.out, 'drain'), this.done]);
  }

  /** Ends the file with the wrong rows. */
  async close(): Promise<void> {
    this.out?.end();
    await this.done;
  }

  /** Gives the file with the wrong rows up. */
  abandon(): void {
    this.out?.destroy();
  }

  private staged(row: number, record: ExchangeRecord): string {
    if (record.type !== 'document') {
      this.rows += 1;
      this.kopecks += record.type === 'charge' ? record.total : record.amount;
      if (!Number.isSafeInteger(this.kopecks)) {
        throw new ImportRefused(`Сумма всех строк слишком велика, начиная со строки ${row}`);
      }
    } else {
      this.rows += 1;
    }
    return this.staging.staged(row, record);
  }

  private refused(row: Extract<ReadRow, { cells: readonly string[] }>): string {
    this.rows += 1;
    this.wrong += 1;
    if (this.errors.length < KEPT_ERRORS) this.errors.push(...row.errors);
    if (this.watch.wrongRows) {
      const { titles } = this.file;
      const width = titles.length || row.cells.length;
      const cells = Array.from({ length: width }, (_, index) => row.cells[index] ?? '');
      this.write(csvLine([...cells, String(row.row), reasonsOf(row.errors)]));
    }
    return '';
  }

  private write(text: string): void {
    if (!this.watch.wrongRows || text === '') return;
    if (!this.out) {
      this.out = this.watch.wrongRows();
      this.done = finished(this.out);
      this.done.catch(() => undefined); // seen in close
      this.out.write(BOM + csvLine([...this.file.titles, 'Строка', 'Причина']));
    }
    this.out.write(text);
  }
}
