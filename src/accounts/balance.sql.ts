import type { Pool } from 'pg';
import { Prepared } from '../core/database.js';

/**
 * Whether a document, by the name that a query gives it, was to be paid on a day or later. A month is paid in the next one: what is
 * older need not be read.
 */
export const dueSince = (document: string, day: string): string =>
  `${document}.due_on >= ${day} AND ${document}.period >= ${day} - interval '3 months'`;

/** What a document, by the name that a query gives it, adds to what is owed. */
export const addedBy = (document: string): string =>
  `${document}.charged_kopecks + ${document}.recalculated_kopecks - ${document}.benefit_kopecks + ${document}.penalty_kopecks`;

/**
 * What an account, by the name that a query gives it, owes past its day (decision 59): payments go to the oldest, so what is not late
 * yet is owed last. Less than nothing where all of it may still be paid.
 */
export const lateOf = (
  account: string,
  day: string,
): string => `(${account}.balance_kopecks - (SELECT coalesce(sum(greatest(${addedBy('d')}, 0)), 0)
  FROM current_documents d WHERE d.account_id = ${account}.id AND ${dueSince('d', day)}))`;

/** Of these accounts those that owe something past its day, on the day $2. */
const LATE_ACCOUNTS = new Prepared<{ id: string }>(
  'accounts that owe past their day',
  `SELECT p.id FROM account_places p
   WHERE p.id = ANY ($1::uuid[]) AND p.balance_kopecks > 0 AND ${lateOf('p', '$2::date')} > 0`,
);

/** Which of these accounts owe something past its day, on a day, `2026-11-23`: what may still be paid in time is no debt. */
export async function lateAmong(
  pool: Pool,
  ids: readonly string[],
  day: string,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set();
  return new Set((await LATE_ACCOUNTS.rows(pool, [...ids], day)).map(({ id }) => id));
}
