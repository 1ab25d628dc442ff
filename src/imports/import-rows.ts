import { ImportRefused } from './import-refused.js';
import type { ImportProgress } from './import-progress.js';
import { KEPT_ERRORS } from './import-report.js';
import { reasonsOf, type RowError } from './row-error.js';
import { sourceOf, type WrongRows } from './wrong-rows.js';

/** Larger batches only wait longer for each other. */
const BATCH_LENGTH = 32 * 1024;

/** A row of a file: what it brings, or why it brings nothing, with its cells as they were. */
export type ReadRow<Brought> =
  | {
      readonly row: number;
      readonly record: Brought;
      readonly errors?: undefined;
      readonly cells?: readonly string[];
    }
  | {
      readonly row: number;
      readonly errors: readonly RowError[];
      readonly cells: readonly string[];
      /** What of it could be read. */
      readonly record?: Brought;
    };

/** A file whose layout has been understood; its rows come next. */
export interface ImportFile<Brought> {
  /** The headings, for the file with the wrong rows; empty where the format has none. */
  readonly titles: readonly string[];
  /** The sheets that are read, where they are several: their rows are numbered by `placeOn`. */
  readonly sheets?: readonly string[];
  /** Of the whole file, in hex. */
  readonly sha256: string;
  /** Grows while rows are read. */
  readonly notices: readonly string[];
  /** All rows of the file, many at a time; to be read once. */
  rows(): AsyncGenerator<readonly ReadRow<Brought>[]>;
  /** How much of the file has been read, from 0 to 1. */
  share?(): number;
}

/** Where rows are taken in, in the temporary table `incoming`. */
export interface Intake<Brought> {
  /** Creates `incoming`. */
  readonly create: string;
  /** The COPY that fills it. */
  readonly copy: string;
  /** Whether wrong rows are kept there, too, with the cells of all rows: what is wrong beside others is found later. */
  readonly keepsCells: boolean;
  /** Beyond it a file is none of a company. */
  readonly most?: number;
  /** The row as lines of COPY, maybe none yet. */
  staged(row: ReadRow<Brought>, reason: string | null, source: string | null): string;
  /** Lines of COPY that are left when all rows have been staged. */
  rest?(): string;
}

/** Turns the rows of a file into batches for COPY, counts them, and hands the wrong ones on. */
export class ImportRows<Brought> {
  total = 0;
  wrong = 0;
  readonly errors: RowError[] = [];

  constructor(
    private readonly file: ImportFile<Brought>,
    private readonly intake: Intake<Brought>,
    private readonly wrongRows: WrongRows,
    private readonly progress: ImportProgress,
  ) {}

  async *batches(): AsyncGenerator<string> {
    const { most = Infinity } = this.intake;
    let batch = '';
    for await (const rows of this.file.rows()) {
      for (const row of rows) {
        batch += this.staged(row);
        if (batch.length >= BATCH_LENGTH) {
          yield batch;
          batch = '';
        }
      }
      if (this.total > most) {
        const limit = most.toLocaleString('ru-RU');
        throw new ImportRefused(`В файле больше ${limit} строк. Разделите его на части`);
      }
      await this.wrongRows.drained();
      this.progress.read(this.file.share?.() ?? 0);
    }
    yield batch + (this.intake.rest?.() ?? '');
  }

  private staged(row: ReadRow<Brought>): string {
    const { intake, wrongRows } = this;
    this.total += 1;
    if (row.errors) {
      this.wrong += 1;
      if (this.errors.length < KEPT_ERRORS) this.errors.push(...row.errors);
    }
    const reason = row.errors ? reasonsOf(row.errors) : null;
    if (intake.keepsCells) {
      const source = wrongRows.wanted && row.cells ? sourceOf(row.cells, this.width(row.cells)) : null;
      return intake.staged(row, reason, source);
    }
    if (reason === null) return intake.staged(row, null, null);
    if (wrongRows.wanted) {
      wrongRows.add(sourceOf(row.cells!, this.width(row.cells!)), row.row, reason);
    }
    return '';
  }

  private width(cells: readonly string[]): number {
    return this.file.titles.length || cells.length;
  }
}
