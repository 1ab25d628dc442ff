import { itemOf } from './same-rows.sql.js';

/** The named rows that are in a state, and the other lines of their documents in the same. */
const NAMED = (state: string) => `u.resolved_at IS NULL AND u.dismissed_at ${state}
    AND (u.id = ANY($1::bigint[]) OR u.kind = 'charges' AND EXISTS (
      SELECT FROM unknown_rows named
      WHERE named.id = ANY($1::bigint[]) AND named.batch_id = u.batch_id AND named.account_text = u.account_text
        AND named.record->>'period' = u.record->>'period'))`;

export const ROWS_TO_GIVE = `
  SELECT u.id, u.batch_id, u.kind, u.row_no, u.amount_kopecks AS kopecks, u.record FROM unknown_rows u
  WHERE ${NAMED('IS NULL')} ORDER BY u.batch_id, u.row_no, u.id FOR UPDATE`;

export const ANY_DISMISSED = `
  SELECT FROM unknown_rows WHERE id = ANY($1::bigint[]) AND dismissed_at IS NOT NULL LIMIT 1`;

/** Rows and what they add up to: the totals that a document tells add nothing to the sum of its lines. */
export const COUNTED = `count(*)::integer AS rows,
      coalesce(sum(CASE WHEN record->>'type' = 'document' THEN 0 ELSE amount_kopecks END), 0)::bigint AS kopecks`;

/** Told apart by load: how many rows, how many as their list counts them, and of what sum. */
const moved = (statement: string) => `
  WITH moved AS (${statement} RETURNING u.id, u.kind, u.account_text, u.batch_id, u.record, u.amount_kopecks)
  SELECT batch_id, count(DISTINCT ${itemOf('moved')})::integer AS items, ${COUNTED}
  FROM moved GROUP BY batch_id ORDER BY batch_id`;

export const DISMISS = moved(
  `UPDATE unknown_rows u SET dismissed_at = $2, dismissed_by = $3, dismiss_reason = $4, outcome = $5
   WHERE ${NAMED('IS NULL')}`,
);

export const RESTORE = moved(
  `UPDATE unknown_rows u SET dismissed_at = NULL, dismissed_by = NULL, dismiss_reason = NULL,
     outcome = NULL WHERE ${NAMED('IS NOT NULL')}`,
);

export const COUNT_DISMISSED = `
  UPDATE batches SET rows_unknown = rows_unknown - $2, unknown_kopecks = unknown_kopecks - $3,
    rows_dismissed = rows_dismissed + $2, dismissed_kopecks = dismissed_kopecks + $3 WHERE id = $1`;

export const RESOLVE = `
  UPDATE unknown_rows SET resolved_account_id = $2, resolved_at = $3, resolved_by = $4 WHERE id = ANY($1::bigint[])`;

export const COUNT_GIVEN = `
  UPDATE batches b SET rows_loaded = rows_loaded + g.rows, rows_unknown = rows_unknown - g.rows,
    loaded_kopecks = loaded_kopecks + g.kopecks, unknown_kopecks = unknown_kopecks - g.kopecks
  FROM (SELECT ${COUNTED} FROM unknown_rows WHERE id = ANY($2::bigint[])) g WHERE b.id = $1`;

export const OWN_DOCUMENTS = 'SELECT FROM docs WHERE old_batch = $1 LIMIT 1';

export const DROP_STAGED = `
  DROP TABLE IF EXISTS incoming, incoming_accounts, incoming_services, incoming_recipients, main_recipients, wrong, runs, told, incoming_penalties, incoming_debts,
    docs, planned`;
