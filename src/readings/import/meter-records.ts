import type { Column } from './meter-columns.js';
import type { ImportFile, ReadRow as EngineRow } from '../../imports/import-rows.js';
import type { Resource } from '../../meters/resource.js';

// What readers of files and the import agree on: empty cells and columns that a file does not have are null, and leave
// what is known as it is. Days are `2026-11-20`, values decimals with a point.

/** A meter as a row tells of it, and maybe a reading of it. */
export interface MeterRecord {
  readonly account: string;
  readonly externalId: string;
  readonly gisNumber: string;
  readonly number: string;
  readonly resource: Resource | null;
  readonly tariffs: number | null;
  readonly capacity: number | null;
  readonly decimals: number | null;
  readonly place: string | null;
  readonly verifiedOn: string | null;
  readonly verificationDue: string | null;
  readonly installedOn: string | null;
  readonly commissionedOn: string | null;
  readonly sealedOn: string | null;
  readonly removedOn: string | null;
  readonly automatic: boolean | null;
  readonly initial: readonly string[] | null;
  /** The first day of the month that the reading counts for; else the day tells it. */
  readonly period: string | null;
  readonly takenOn: string | null;
  readonly values: readonly string[] | null;
}

/** A row of a file: what it tells (csv_1s has several meters in a row), or why it tells nothing. */
export type ReadRow = EngineRow<readonly MeterRecord[]>;

/** Formats that are recognised, by their Russian names. */
export const FORMATS = {
  meters: 'Счетчики',
  readings: 'Показания',
  condo: 'Счетчики и показания, таблица обмена',
  csv_1s: 'Показания, CSV для 1С',
} as const;

/** A file whose layout has been understood; its rows come next. */
export interface MetersFile extends ImportFile<readonly MeterRecord[]> {
  readonly format: keyof typeof FORMATS;
  /** Whether meters that the portal does not know are to be made. */
  readonly bringsMeters: boolean;
  /** What to call a column in messages. */
  title(column: Column): string;
}
