import type { ExchangeRecord } from './billing-records.js';

/** What a record adds to the sum of its file. */
export function sumOf(record: Exclude<ExchangeRecord, { type: 'document' | 'debt' }>): number {
  if (record.type === 'charge') return record.total;
  return record.type === 'penalty' ? record.counted : record.amount;
}
