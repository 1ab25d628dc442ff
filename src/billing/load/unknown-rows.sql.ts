/** The named rows, and the other lines of their documents. */
export const ROWS_TO_GIVE = `
  SELECT u.id, u.batch_id, u.kind, u.row_no, u.record FROM unknown_rows u
  WHERE u.resolved_at IS NULL AND (u.id = ANY($1::bigint[]) OR u.kind = 'charges' AND EXISTS (
    SELECT FROM unknown_rows named
    WHERE named.id = ANY($1::bigint[]) AND named.batch_id = u.batch_id AND named.account_text = u.account_text
      AND named.record->>'period' = u.record->>'period'))
  ORDER BY u.batch_id, u.row_no, u.id FOR UPDATE`;

export const RESOLVE = `
  UPDATE unknown_rows SET resolved_account_id = $2, resolved_at = $3, resolved_by = $4 WHERE id = ANY($1::bigint[])`;

export const COUNT_GIVEN = `
  UPDATE batches SET rows_loaded = rows_loaded + $2, rows_unknown = rows_unknown - $2 WHERE id = $1`;

export const OWN_DOCUMENTS = 'SELECT FROM docs WHERE old_batch = $1 LIMIT 1';

export const DROP_STAGED = `
  DROP TABLE IF EXISTS incoming, incoming_accounts, incoming_services, wrong, runs, told, docs, planned`;
