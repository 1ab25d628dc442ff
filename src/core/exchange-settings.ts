import type { SettingsReader } from './settings-reader.js';

/** Folders through which the accounting and the portal give each other files without people. */
export interface ExchangeSettings {
  /** Files that are dropped here are loaded; empty: nobody drops any. */
  readonly importDir: string;
  /** So long a file must stay as it is before it counts as whole. */
  readonly importQuietSeconds: number;
  /** Accepted readings are put here; empty: people fetch them. */
  readonly exportDir: string;
  /** From this hour and minute of a day on, `06:00`. */
  readonly exportAt: string;
  /** On these days of a month; none: on each day. */
  readonly exportDays: readonly number[];
  readonly exportFormat: string;
  readonly exportEncoding: 'utf-8' | 'windows-1251';
  /** Of readings.csv: fractions with a comma. */
  readonly exportComma: boolean;
}

const FORMATS = ['csv', 'xlsx', 'gis', 'csv_1s'];

/** Reads the settings of the folders. */
export function readExchange(read: SettingsReader): ExchangeSettings {
  const days = read.matching(
    'EXPORT_DAYS',
    /^((?:[1-9]|[12]\d|3[01])(?:,(?:[1-9]|[12]\d|3[01]))*)?$/,
    '',
    'days of a month like 26,28; nothing: each day',
  );
  return {
    importDir: read.text('IMPORT_DIR', ''),
    importQuietSeconds: read.integer('IMPORT_QUIET_SECONDS', 30, 1, 3600),
    exportDir: read.text('EXPORT_DIR', ''),
    exportAt: read.matching('EXPORT_AT', /^([01]\d|2[0-3]):[0-5]\d$/, '06:00', 'a time like 06:00'),
    exportDays: days === '' ? [] : days.split(',').map(Number),
    exportFormat: read.oneOf('EXPORT_FORMAT', FORMATS, 'csv'),
    exportEncoding: read.oneOf('EXPORT_ENCODING', ['utf-8', 'windows-1251'], 'utf-8'),
    exportComma: read.oneOf('EXPORT_COMMA', ['on', 'off'], 'off') === 'on',
  };
}
