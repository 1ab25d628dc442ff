import type { Writable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import type { ImportLayout } from './import-layout.js';
import type { SeenTable } from './import-refused.js';
import type { RowError } from './row-error.js';

/** So many errors are listed in a report; all of them are counted. */
export const KEPT_ERRORS = 1000;

/** What every report on a file tells; it is plain JSON. */
export interface ImportReport {
  readonly fileName: string;
  /** How many rows are wrong. */
  readonly wrong: number;
  /** What is wrong with them, by row, the first thousand; a row may have several. */
  readonly errors: readonly RowError[];
  readonly notices: readonly string[];
  /** Why nothing of the file was or would be loaded, as one sentence. */
  readonly refusal?: string;
  /** Whoever has read the refusal may load the file all the same. */
  readonly asks?: true;
  /** The table whose headings were not understood. */
  readonly seen?: SeenTable;
}

/** How a file is to be understood and taken. */
export interface ImportOptions {
  readonly layout?: ImportLayout | undefined;
  /** Load though the report asked about something. */
  readonly accept?: boolean | undefined;
}

/** Lets the caller follow an import. */
export interface ImportWatch<Report> {
  /** Called now and then; both numbers are parts of the same whole, such as 0 to 1000. */
  readonly progress?: (done: number, goal: number) => void;
  /** Opened when there is something wrong; gets all wrong rows as CSV, with their numbers and reasons. */
  readonly wrongRows?: () => Writable;
  /** Opened when there is something to change; gets all of it as CSV, with what stands in the portal and in the file. */
  readonly changes?: () => Writable;
  /** Gets the report in the transaction that is about to be committed. */
  readonly loaded?: (tx: EntityManager, report: Report) => Promise<void>;
}
