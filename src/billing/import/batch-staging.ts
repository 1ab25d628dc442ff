import type { ImportStaging } from '../../imports/file-import.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import type { ExchangeRecord, ReadRow } from '../formats/billing-records.js';
import { sumOf } from '../formats/sum-of.js';
import type { BesideWords } from './month-before.js';
import { WRONG_ROWS } from './matching.sql.js';

/** What a load makes of the rows, seen against what the portal has. */
export interface Plan {
  readonly good: number;
  readonly skipped: number;
  /** Of those skipped, payments of which more is known now: it is noted. */
  readonly recognised: number;
  readonly skippedKopecks: number;
  readonly replaced: number;
  readonly documents: number;
  readonly periods: readonly string[];
  readonly notices: readonly string[];
  readonly tables?: BesideWords['tables'];
  readonly odd?: BesideWords['odd'];
  /** Why somebody has to look before the file is loaded. */
  readonly question?: string;
}

/** A row that will not be written, and why. */
export interface Present {
  readonly row: number;
  readonly reason: string;
}

/** The rows of a file in the temporary table `incoming`, where they are compared with the database all at once. */
export abstract class Staging implements ImportStaging<ExchangeRecord> {
  /** Creates `incoming`; rows with an account have it in `account`, and in `ident` when it may be one of ГИС ЖКХ. */
  abstract readonly create: string;
  abstract readonly copy: string;
  /** An SQL text that gives account, row and kopecks of the rows that wait for somebody to say whose they are. */
  abstract readonly amounts: string;
  /** Millions of rows are right: their cells stay out of the database. */
  readonly keepsCells = false;
  readonly wrongRows = WRONG_ROWS;
  /** What the rows that were read add up to. */
  kopecks = 0;

  constructor(protected readonly session: ImportSession) {}

  staged({ row, record }: ReadRow): string {
    if (record!.type !== 'document' && record!.type !== 'debt') {
      this.kopecks += sumOf(record!);
      if (!Number.isSafeInteger(this.kopecks)) {
        throw new ImportRefused(`Сумма всех строк слишком велика, начиная со строки ${row}`);
      }
    }
    return this.line(row, record!);
  }

  /** The row as lines of COPY, maybe none yet. */
  abstract line(row: number, record: ExchangeRecord): string;

  /** Lines of COPY that are left when all rows have been staged. */
  rest(): string {
    return '';
  }

  /** Compares the rows with the database when accounts are known; what is wrong goes to the table `wrong`. */
  abstract plan(): Promise<Plan>;

  /**
   * Writes what was planned; rows of unknown accounts are kept aside. `today` is a day, `2026-11-23`. Tells what only the
   * writing has shown.
   */
  abstract apply(batchId: string, today: string): Promise<readonly string[]>;

  /** Rows of known accounts that are in the portal already, once it is planned. */
  present(): Promise<Present[]> {
    return Promise.resolve([]);
  }
}
