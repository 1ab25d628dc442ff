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

/** The totals that a document tells add nothing to the sum of its lines. */
export const COUNT_GIVEN = `
  UPDATE batches b SET rows_loaded = rows_loaded + g.rows, rows_unknown = rows_unknown - g.rows,
    loaded_kopecks = loaded_kopecks + g.kopecks, unknown_kopecks = unknown_kopecks - g.kopecks
  FROM (
    SELECT count(*)::integer AS rows,
      sum(CASE WHEN record->>'type' = 'document' THEN 0 ELSE amount_kopecks END)::bigint AS kopecks
    FROM unknown_rows WHERE id = ANY($2::bigint[])) g WHERE b.id = $1`;

export const OWN_DOCUMENTS = 'SELECT FROM docs WHERE old_batch = $1 LIMIT 1';

export const DROP_STAGED = `
  DROP TABLE IF EXISTS incoming, incoming_accounts, incoming_services, wrong, runs, told, docs, planned`;
