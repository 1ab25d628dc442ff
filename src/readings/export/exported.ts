import type { EntityManager } from 'typeorm';
import type { ExportEncoding } from './export-file.js';
import type { ExportFormat } from './export-row.js';
import type { Skipped } from './written-rows.js';

/** Which readings are to leave; without a month or a house, of all of them. */
export interface ExportScope {
  /** `2026-11`; without it whatever has not left yet, but for what was sent before its window opened. */
  readonly period?: string;
  readonly houseId?: string;
  /** Also those that came from files: mostly the accounting has them. */
  readonly imported: boolean;
}

/** How they are written. */
export interface ExportShape {
  readonly format: ExportFormat;
  readonly encoding: ExportEncoding;
  /** Of readings.csv: fractions with a comma, as a Russian spreadsheet reads them. */
  readonly comma: boolean;
}

/** What was written: a file of KeptFiles, and what it is to be called. */
export interface Exported {
  readonly exportId: string;
  readonly rows: number;
  /** How many found no place in the format, and the first of them. */
  readonly skipped: number;
  readonly skippedRows: readonly Skipped[];
  readonly file: string;
  readonly fileName: string;
}

/** Gets what was written in the transaction that is about to be committed. */
export type WhenWritten = (tx: EntityManager, exported: Exported) => Promise<void>;
