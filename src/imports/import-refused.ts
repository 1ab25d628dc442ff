import { JobRefused } from '../core/refusals.js';

/** A load that cannot be made at all, mostly because of the file. */
export class ImportRefused extends JobRefused {}

/** The beginning of a table whose headings were not understood, for whoever knows what they mean. */
export interface SeenTable {
  readonly titles: readonly string[];
  /** The first rows below them. */
  readonly rows: readonly (readonly string[])[];
}

/** A file whose headings are not those of what it is loaded as. */
export class HeadingsRefused extends ImportRefused {
  /** Known once the table is open. */
  seen?: SeenTable;
}
