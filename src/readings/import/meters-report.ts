import type { Writable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import type { RowError } from '../../imports/row-error.js';
import type { FORMATS } from './meter-records.js';

/** So many errors and warnings are listed in a report; all of them are counted. */
export const KEPT_ERRORS = 1000;

/** Lets the caller follow an import. */
export interface ImportWatch {
  /** Called now and then; both numbers are parts of the same whole. */
  readonly progress?: (done: number, goal: number) => void;
  /** Opened when there is something wrong; gets all wrong rows as CSV, with their numbers and reasons. */
  readonly wrongRows?: () => Writable;
  /** Gets the report in the transaction that is about to be committed. */
  readonly loaded?: (tx: EntityManager, report: MetersReport) => Promise<void>;
}

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

/** What a file holds compared with the database, and after an import what was done with it. It is plain JSON. */
export interface MetersReport extends Counts {
  readonly fileName: string;
  /** Missing when the file could not be understood at all. */
  readonly format?: keyof typeof FORMATS;
  /** Rows of the file. */
  readonly total: number;
  readonly wrong: number;
  /** By row, the first thousand; a row may have several. */
  readonly errors: readonly RowError[];
  /** What a person should look at in rows that are loaded all the same, the first thousand. */
  readonly warnings: readonly RowError[];
  readonly notices: readonly string[];
  /** The line of the journal of loads; missing after a dry run. */
  readonly importId?: string;
  /** Why nothing of the file could be used; all counts are zero then. */
  readonly refusal?: string;
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
