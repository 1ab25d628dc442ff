import type { RecordKind } from '../formats/billing-records.js';

/** What rows of payments add up to, for the journal; rows of charges tell more than sums. */
export function paidBy(rows: readonly { readonly kind: RecordKind; readonly kopecks: string }[]): {
  readonly kopecks?: string;
} {
  if (rows.some(({ kind }) => kind !== 'payments')) return {};
  return { kopecks: String(rows.reduce((sum, { kopecks }) => sum + BigInt(kopecks), 0n)) };
}
