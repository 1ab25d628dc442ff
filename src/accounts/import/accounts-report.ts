import type { Writable } from 'node:stream';
import type { Delimiter } from '../../imports/delimiter.js';
import type { Encoding } from '../../imports/encoding.js';
import type { ByHandChoice, Disputed } from './disputed.js';
import type { RowError } from '../../imports/row-error.js';

/** So many errors are listed in a report; all of them are counted. */
export const KEPT_ERRORS = 1000;

/** What a file holds compared with the database, and after a load what was done with it. Numbers count rows. */
export interface ImportReport {
  readonly fileName: string;
  readonly encoding?: Encoding;
  readonly delimiter?: Delimiter;
  readonly total: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly wrong: number;
  /** By row, the first thousand; a row may have several. */
  readonly errors: readonly RowError[];
  readonly notices: readonly string[];
  /** Where the file differs from what somebody has set by hand, the first two hundred; all of it is counted. */
  readonly disputed: readonly Disputed[];
  readonly disputes: number;
  /** Another one whenever any of that is. */
  readonly disputedSign?: string;
  /** The line of the journal of loads; missing after a dry run. */
  readonly importId?: string;
  /** Why nothing of the file could be used; all counts are zero then. */
  readonly refusal?: string;
}

/** Lets the caller follow a load. */
export interface ImportWatch {
  /** What becomes of what was set by hand and stands otherwise in the file; it stays unless said otherwise. */
  readonly byHand?: ByHandChoice;
  /** `disputedSign` of the dry run that somebody has read: nothing else is written over. */
  readonly read?: string;
  /** Called now and then with the number of rows read so far. */
  readonly progress?: (rows: number) => void;
  /** Opened when the file has been read; gets all wrong rows as CSV, with their numbers and reasons. */
  readonly wrongRows?: () => Writable;
}

/** The report on a file of which nothing can be used. */
export function refused(fileName: string, refusal: string): ImportReport {
  return {
    fileName,
    total: 0,
    new: 0,
    changed: 0,
    unchanged: 0,
    wrong: 0,
    errors: [],
    notices: [],
    disputed: [],
    disputes: 0,
    refusal,
  };
}
