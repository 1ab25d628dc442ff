import { copyLine } from '../../imports/copy-text.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { reasonsOf, type RowError } from '../../imports/row-error.js';
import { sourceOf } from '../../imports/wrong-rows.js';
import { KEPT_ERRORS } from './meters-report.js';
import type { MeterRecord, MetersFile, ReadRow } from './meter-records.js';

const BATCH_LENGTH = 64 * 1024;
/** Beyond it a file is no list of meters of one company. */
const MOST_ROWS = 1_000_000;

/** Turns the rows of a file into batches for COPY, good and wrong ones. */
export class StagedRows {
  total = 0;
  readonly errors: RowError[] = [];
  private item = 0;

  constructor(
    private readonly file: MetersFile,
    /** Whether the wrong rows are wanted as they were. */
    private readonly keepCells: boolean,
    private readonly onRead: (share: number) => void,
  ) {}

  async *batches(): AsyncGenerator<string> {
    let batch = '';
    for await (const rows of this.file.rows()) {
      for (const row of rows) {
        batch += this.staged(row);
        if (batch.length >= BATCH_LENGTH) {
          yield batch;
          batch = '';
        }
      }
      this.onRead(this.file.share());
    }
    yield batch;
  }

  /** The row as COPY_INCOMING of incoming.sql.ts; its cells with its first item. */
  private staged({ row, records, errors, cells }: ReadRow): string {
    this.total += 1;
    if (this.total > MOST_ROWS) {
      throw new ImportRefused('В файле больше миллиона строк. Разделите его на части');
    }
    if (this.errors.length < KEPT_ERRORS) this.errors.push(...errors);
    const source = this.keepCells ? sourceOf(cells, this.file.titles.length || cells.length) : null;
    if (errors.length > 0) return this.line(row, undefined, reasonsOf(errors), source);
    return records.map((record, index) => this.line(row, record, null, index === 0 ? source : null)).join('');
  }

  private line(
    row: number,
    record: MeterRecord | undefined,
    reason: string | null,
    source: string | null,
  ): string {
    const r = record;
    return copyLine([
      ...[
        ++this.item,
        row,
        r?.account,
        r?.externalId,
        r?.number,
        r?.resource,
        r?.tariffs,
        r?.capacity,
        r?.decimals,
      ],
      ...[
        r?.place,
        r?.verifiedOn,
        r?.verificationDue,
        r?.installedOn,
        r?.commissionedOn,
        r?.sealedOn,
        r?.removedOn,
      ],
      ...[flag(r?.automatic), array(r?.initial), r?.period, r?.takenOn, array(r?.values), reason, source],
    ]);
  }
}

function flag(value: boolean | null | undefined): string | null {
  return value === null || value === undefined ? null : value ? 't' : 'f';
}

function array(values: readonly string[] | null | undefined): string | null {
  return values ? `{${values.join(',')}}` : null;
}
