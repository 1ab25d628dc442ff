/** What is sorted of all that an index of words or sums gives. */
const MOST_SORTED = 5000;

/** Of a payment `u` that waits. */
type Condition = string;

export const hasAmount = (kopecks: string): Condition => `u.amount_kopecks = ${kopecks}`;

/** A sum that was typed without its kopecks, whatever they are. */
export const inRoubles = (kopecks: string): Condition =>
  `u.amount_kopecks BETWEEN ${kopecks}::bigint AND ${kopecks}::bigint + 99`;

export const onDay = (day: string): Condition => `u.record->>'paidOn' = ${day}`;

export const inMonth = (first: string): Condition => `left(u.record->>'paidOn', 7) = left(${first}, 7)`;

/** Who paid, what for, or a number that the file gave has the word. */
export const hasWord = (pattern: string): Condition =>
  `waiting_payment_key(u.account_text, u.record) LIKE search_key(${pattern})`;

/** Payments that wait for an account and fit: from the index of sums or of words, the newest, so many at most. */
export function waitingPayments(conditions: readonly Condition[], most: string): string {
  return `WITH found AS MATERIALIZED (SELECT u.* FROM unknown_rows u
      WHERE u.kind = 'payments' AND u.resolved_at IS NULL AND u.dismissed_at IS NULL AND ${conditions.join(' AND ')}
      LIMIT ${MOST_SORTED})
    SELECT u.id, u.amount_kopecks AS kopecks, u.record->>'paidOn' AS day, coalesce(u.record->>'payer', '') AS payer,
      coalesce(nullif(u.record->>'purpose', ''), u.record->>'note', '') AS purpose, u.account_text AS account
    FROM found u JOIN batches b ON b.id = u.batch_id AND b.undone_at IS NULL ORDER BY day DESC NULLS LAST, u.id DESC LIMIT ${most}`;
}
