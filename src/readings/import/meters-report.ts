import type { ImportReport } from '../../imports/import-report.js';
import type { RowError } from '../../imports/row-error.js';
import type { FORMATS } from './meter-records.js';

/** What is to be done with rows, meters and readings, in numbers. */
export interface Counts {
  readonly new: number;
  readonly changed: number;
  /** Told as it stands there. */
  readonly unchanged: number;
  /** Readings that differ from what a resident has sent: that one stays. */
  readonly kept: number;
  readonly newMeters: number;
  readonly changedMeters: number;
  readonly newReadings: number;
  readonly changedReadings: number;
}

/** What a file holds compared with the database, and after an import what was done with it. */
export interface MetersReport extends Counts, ImportReport {
  /** Missing when the file could not be understood at all. */
  readonly format?: keyof typeof FORMATS;
  /** Rows of the file. */
  readonly total: number;
  /** What a person should look at in rows that are loaded all the same, the first thousand. */
  readonly warnings: readonly RowError[];
  /** The line of the journal of loads; missing after a dry run. */
  readonly importId?: string;
}

/** The report on a file of which nothing can be used. */
export function refusedReport(fileName: string, refusal: string): MetersReport {
  return {
    ...{ new: 0, changed: 0, unchanged: 0, kept: 0, wrong: 0, total: 0 },
    ...{ newMeters: 0, changedMeters: 0, newReadings: 0, changedReadings: 0 },
    ...{ errors: [], warnings: [], notices: [] },
    fileName,
    refusal,
  };
}
