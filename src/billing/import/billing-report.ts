import type { Writable } from 'node:stream';
import type { EntityManager } from 'typeorm';
import type { ImportLayout, RecordKind } from '../formats/billing-records.js';
import type { RowError } from '../../imports/row-error.js';

/** So many errors are listed in a report; all of them are counted. */
export const KEPT_ERRORS = 1000;
/** So many accounts that are not known are listed. */
export const KEPT_ACCOUNTS = 50;

/** How a file is to be understood and taken. */
export interface LoadOptions {
  /** What the file brings; without it the file itself tells. */
  readonly kind?: RecordKind;
  readonly layout?: ImportLayout;
  /** Load though the control totals of the file tell something else. */
  readonly acceptDifference?: boolean;
}

/** Lets the caller follow a load. */
export interface ImportWatch {
  /** Called now and then; both numbers are parts of the same whole, such as 0 to 1000. */
  readonly progress?: (done: number, goal: number) => void;
  /** Opened when there is something wrong; gets all wrong rows as CSV, with their numbers and reasons. */
  readonly wrongRows?: () => Writable;
  /** Gets the report in the transaction that is about to be committed. */
  readonly loaded?: (tx: EntityManager, report: BillingReport) => Promise<void>;
}

/** Rows of an account that the portal does not know. */
interface UnknownAccount {
  readonly account: string;
  readonly rows: number;
  readonly kopecks: number;
}

/** What the file says it adds up to, beside what was counted. */
export interface Control {
  readonly told: { readonly rows?: number; readonly kopecks?: number };
  readonly counted: { readonly rows: number; readonly kopecks: number };
  readonly differs: boolean;
}

/** What a file holds, and after a load what was done with it. It is plain JSON; numbers of kopecks are safe integers. */
export interface BillingReport {
  /** Missing when the file could not be understood at all. */
  readonly kind?: RecordKind;
  /** The key of FORMATS. */
  readonly format?: string;
  readonly fileName: string;
  /** All rows of the file. */
  readonly rows: number;
  /** Rows without errors whose account is known and that were not loaded before. */
  readonly good: number;
  /** Payments that are in the portal already; they are skipped. */
  readonly skipped: number;
  /** Of those skipped, payments of which the file tells more than the portal knew. */
  readonly recognised: number;
  /** Missing in reports that were kept from before sums were told apart. */
  readonly skippedKopecks?: number;
  /** Rows of unknown accounts: they are kept aside. */
  readonly unknown: {
    readonly rows: number;
    readonly kopecks: number;
    /** Rows that name no account, or more than one; missing in reports of earlier versions. */
    readonly nameless?: number;
    /** How many accounts there are, and the first of them. */
    readonly count: number;
    readonly accounts: readonly UnknownAccount[];
  };
  /** Wrong rows: with a single one nothing is loaded. */
  readonly wrong: number;
  /** What is wrong with them, by row, the first thousand; a row may have several. */
  readonly errors: readonly RowError[];
  /** Payment documents or balances that are here already and are replaced. */
  readonly replaced: number;
  /** Payment documents that the charges make. */
  readonly documents: number;
  /** Of all rows of the file, but for the wrong ones: of those no sum is known. */
  readonly totalKopecks: number;
  readonly control?: Control;
  /** First days of the months, ascending. */
  readonly periods: readonly string[];
  readonly notices: readonly string[];
  /** The number of the load; missing after a dry run, and when nothing was loaded. */
  readonly batchId?: string;
  /** Why nothing was or would be loaded, as one sentence; errors of rows are not repeated in it. */
  readonly refusal?: string;
}

/** The report on a file of which nothing can be used. */
export function refusedReport(fileName: string, refusal: string): BillingReport {
  return {
    fileName,
    rows: 0,
    good: 0,
    skipped: 0,
    recognised: 0,
    skippedKopecks: 0,
    unknown: { rows: 0, kopecks: 0, count: 0, accounts: [] },
    wrong: 0,
    errors: [],
    replaced: 0,
    documents: 0,
    totalKopecks: 0,
    periods: [],
    notices: [],
    refusal,
  };
}
