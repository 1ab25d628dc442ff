import type { ImportOptions, ImportReport } from '../../imports/import-report.js';
import type { RecordKind } from '../formats/billing-records.js';

/** So many accounts that are not known are listed. */
export const KEPT_ACCOUNTS = 50;

/** How a file is to be understood and taken. */
export interface LoadOptions extends ImportOptions {
  /** What the file brings; without it the file itself tells. */
  readonly kind?: string | undefined;
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
export interface BillingReport extends ImportReport {
  /** Missing when the file could not be understood at all. */
  readonly kind?: RecordKind;
  /** The key of FORMATS. */
  readonly format?: string;
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
  /** Payment documents or balances that are here already and are replaced. */
  readonly replaced: number;
  /** Payment documents that the charges make. */
  readonly documents: number;
  /** Of all rows of the file, but for the wrong ones: of those no sum is known. */
  readonly totalKopecks: number;
  readonly control?: Control;
  /** First days of the months, ascending. */
  readonly periods: readonly string[];
  /** What is to be looked at besides. */
  readonly tables?: readonly { caption: string; head: string[]; rows: string[][] }[];
  /** What of the tables looks odd. */
  readonly odd?: readonly string[];
  /** Why somebody has to look before the file is loaded. */
  readonly question?: string;
  /** The number of the load; missing after a dry run, and when nothing was loaded. */
  readonly batchId?: string;
  /** The number of the load that has brought the very same file before. */
  readonly sameAs?: string;
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
