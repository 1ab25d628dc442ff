import type { ImportOptions, ImportReport } from '../../imports/import-report.js';
import type { ByHandChoice, Disputed } from './disputed.js';
import type { ChangedAccount, DifferingField } from './differing.js';
import type { HouseTwin } from './house-twins.js';

/** A row with an area or a number of people that a flat hardly has; `count` are all such rows. */
export interface OddFlat {
  readonly row: number;
  readonly account: string;
  readonly area: string | null;
  readonly residents: number | null;
  readonly count: number;
}

/** What a file says otherwise than the portal: the first accounts, and how many by each field. */
export interface AccountChanges {
  readonly accounts: readonly ChangedAccount[];
  readonly counts: readonly { readonly field: DifferingField; readonly count: number }[];
}

/** What a file holds compared with the database, and after a load what was done with it. Numbers count rows. */
export interface AccountsReport extends ImportReport {
  /** How the file is written. */
  readonly about?: string;
  readonly total: number;
  readonly new: number;
  readonly changed: number;
  readonly unchanged: number;
  /** Missing in reports of earlier versions. */
  readonly changes?: AccountChanges;
  /** Where the file differs from what somebody has set by hand, the first two hundred; all of it is counted. */
  readonly disputed: readonly Disputed[];
  readonly disputes: number;
  /** Another one whenever any of that is. */
  readonly disputedSign?: string;
  /** New addresses that are most likely those of other houses, the first of them; missing in reports of earlier versions. */
  readonly twins?: readonly HouseTwin[];
  /** Missing in reports of earlier versions. */
  readonly odd?: readonly OddFlat[];
  /** The line of the journal of loads; missing after a dry run. */
  readonly importId?: string;
}

/** How a file is to be taken. */
export interface AccountsOptions extends ImportOptions {
  /** What becomes of what was set by hand and stands otherwise in the file; it stays unless said otherwise. */
  readonly byHand?: ByHandChoice;
  /** `disputedSign` of the check that somebody has read: nothing else is written over. */
  readonly read?: string;
}

/** The report on a file of which nothing can be used. */
export function refused(fileName: string, refusal: string): AccountsReport {
  return {
    ...{ fileName, refusal },
    ...{ total: 0, new: 0, changed: 0, unchanged: 0, wrong: 0, disputes: 0 },
    ...{ errors: [], notices: [], disputed: [] },
  };
}
