import { csvLine } from '../../imports/csv-lines.js';
import { localMoment } from '../../text/local-time.js';
import { oneSType } from '../import/resource-names.js';
import { type ExportRow, russianDay } from './export-row.js';

const HEAD = ['account', 'meter_id', 'number', 'resource', 'period', 'value1', 'value2', 'value3'];
const TAIL = ['taken_on', 'submitted_at', 'source', 'status'];

/** How readings.csv is written. */
export interface NeutralWays {
  /** Whether some meter has four tariffs. */
  readonly four: boolean;
  /** Fractions with a comma: a Russian spreadsheet takes «12.05» for a day. */
  readonly comma: boolean;
  readonly timeZone: string;
}

/** The headings of readings.csv; a fourth value stands at the end, and only where some meter has it. */
export function neutralHeader(four: boolean): string {
  return csvLine([...HEAD, ...TAIL, ...(four ? ['value4'] : [])]);
}

/** A line of readings.csv: our neutral format, the same that the import reads. */
export function neutralLine(row: ExportRow, { four, comma, timeZone }: NeutralWays): string {
  const value = (tariff: number) => (row.values[tariff] ?? '').replace('.', comma ? ',' : '.');
  return csvLine([
    ...[row.account, row.meterId, row.number, row.resource, row.period, value(0), value(1), value(2)],
    ...[row.takenOn, localMoment(row.submittedAt, timeZone), row.source, 'accepted'],
    ...(four ? [value(3)] : []),
  ]);
}

/** Lines of csv_1s: one for each account and month, with a block for each tariff (condo, SbbolMetersImporter.js). */
export class OneSLines {
  private cells: string[] = [];
  private key = '';

  /** The line that the row ends, if it does. */
  add(row: ExportRow): string {
    const key = `${row.account} ${row.period}`;
    const line = key === this.key ? '' : this.rest();
    if (this.cells.length === 0) {
      this.cells = [row.account, row.owner, row.els, '', row.address];
      this.key = key;
    }
    for (const [tariff, value] of row.values.entries()) {
      const type = oneSType(row.resource, row.tariffs, tariff);
      if (type === undefined) throw new Error(`No code of csv_1s for meter ${row.number}`);
      const due = row.verificationDue === null ? '' : russianDay(row.verificationDue);
      this.cells.push(type, row.number, row.place, due, value, russianDay(row.takenOn), '');
    }
    return line;
  }

  rest(): string {
    const line = this.cells.length === 0 ? '' : csvLine(this.cells);
    this.cells = [];
    return line;
  }
}
