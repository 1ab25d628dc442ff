import type { RecordKind } from './billing-records.js';

/** Kinds of files that are read, by their Russian names. */
export const FORMATS = {
  csv: 'CSV',
  xlsx: 'Excel (XLSX)',
  gis: 'Шаблон ГИС ЖКХ',
  sber: 'Реестр платежей Сбербанка',
  gorod: 'Реестр системы «Город»',
  '1c': 'Выписка 1CClientBankExchange',
} as const;

/** The key of a format. */
export type FormatKey = keyof typeof FORMATS;

/** What files bring, as it is called in messages: «начисления». */
export const KIND_NAMES: Readonly<Record<RecordKind, string>> = {
  charges: 'начисления',
  balances: 'сальдо',
  payments: 'платежи',
};
