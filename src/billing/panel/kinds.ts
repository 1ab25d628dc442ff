import { FORMATS } from '../formats/formats.js';
import type { RecordKind } from '../formats/billing-records.js';

/** What files bring, as a heading. */
export const KINDS: Readonly<Record<RecordKind, string>> = {
  charges: 'Начисления',
  balances: 'Сальдо',
  payments: 'Платежи',
};

/** Kinds as values of a column. */
export const KIND_OPTIONS = options(KINDS);

/** Formats of files as values of a column. */
export const FORMAT_OPTIONS = options(FORMATS);

function options(texts: Readonly<Record<string, string>>): Record<string, { label: string }> {
  return Object.fromEntries(Object.entries(texts).map(([key, label]) => [key, { label }]));
}
