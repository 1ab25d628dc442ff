import type { UnitType } from '../../accounts/address.js';
import type { Resource } from '../../meters/resource.js';

/** A reading that leaves for the accounting; days are `2026-11-20`, values decimals with a point. */
export interface ExportRow {
  /** Of the reading. */
  readonly id: string;
  readonly account: string;
  readonly owner: string;
  readonly els: string;
  readonly house: string;
  readonly unit: string;
  readonly unitType: UnitType;
  readonly address: string;
  /** What the accounting calls the meter. */
  readonly meterId: string;
  /** What ГИС ЖКХ calls it. */
  readonly gisNumber: string;
  readonly number: string;
  readonly resource: Resource;
  readonly tariffs: number;
  readonly place: string;
  readonly verificationDue: string | null;
  readonly removed: boolean;
  /** `2026-11`. */
  readonly period: string;
  readonly values: readonly string[];
  readonly takenOn: string;
  readonly submittedAt: Date;
  readonly source: string;
}

/** Formats in which readings leave, by what people call them. */
export const EXPORT_FORMATS = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  gis: 'ГИС ЖКХ: «Импорт показаний ИПУ» (XLSX)',
  csv_1s: 'CSV для 1С, столбцы по тарифам',
} as const;

export type ExportFormat = keyof typeof EXPORT_FORMATS;

/** `2026-11-20` as «20.11.2026». */
export function russianDay(day: string): string {
  return day.split('-').reverse().join('.');
}
