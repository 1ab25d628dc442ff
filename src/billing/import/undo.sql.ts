/**
 * Loads that stand on this one ($1): they supersede its documents, begin where these end, have counted its payments or
 * taken them out of what they replaced, or left rows out because this one had brought them.
 */
const builtUpon = (of: (rows: string) => string, begun = of('d')): string => `
  SELECT b.id, b.file_name FROM batches b WHERE b.id = (
    SELECT max(id) FROM (
      SELECT d.superseded_by AS id FROM payment_documents d WHERE ${of('d')} AND d.superseded_by IS NOT NULL
      UNION ALL SELECT s.superseded_by FROM balance_statements s WHERE ${of('s')} AND s.superseded_by IS NOT NULL
      UNION ALL
      SELECT later.batch_id FROM payment_documents d
      JOIN payment_documents later ON later.account_id = d.account_id AND later.period > d.period
        AND later.superseded_by IS NULL
      WHERE ${begun}
      UNION ALL
      SELECT d.batch_id FROM payments p JOIN payment_documents d ON d.id = p.document_id WHERE ${of('p')}
      -- Taken back, these would still be counted in what a replaced document says.
      UNION ALL SELECT m.batch_id FROM payments p JOIN payment_moves m ON m.payment_id = p.id WHERE ${of('p')}
      UNION ALL
      SELECT d.batch_id FROM balance_statements s JOIN payment_documents d ON d.stated_id = s.id WHERE ${of('s')}
      UNION ALL SELECT batch_id FROM batch_repeats WHERE repeated_id = $1
    ) built WHERE id <> $1)`;

export const BUILT_UPON = builtUpon((rows) => `${rows}.batch_id = $1`);

const ofAccount = (rows: string): string => `${rows}.batch_id = $1 AND ${rows}.account_id = $2`;

/**
 * The same by what it has brought of one account ($2): whoever only looks does not wait for all the rows of a load. Of a document
 * that is replaced the load that has replaced it is told, so current ones are enough, and have an index.
 */
export const BUILT_UPON_ACCOUNT = builtUpon(ofAccount, `${ofAccount('d')} AND d.superseded_by IS NULL`);

/** Documents that this load has replaced, by the load that brought them: they hold again. */
export const RETURNING_DOCUMENTS = `
  SELECT batch_id, array_agg(account_id) AS account_ids FROM payment_documents
  WHERE superseded_by = $1 GROUP BY batch_id ORDER BY batch_id`;

export const CREATE_TOUCHED = `
  CREATE TEMP TABLE touched ON COMMIT DROP AS
  SELECT account_id FROM payment_documents WHERE batch_id = $1
  UNION SELECT account_id FROM payments WHERE batch_id = $1
  UNION SELECT account_id FROM balance_statements WHERE batch_id = $1`;

/** In this order: what a row points at goes after the row. */
export const TAKE_BACK = [
  `UPDATE payments p SET document_id = NULL FROM payment_documents d WHERE d.batch_id = $1 AND p.document_id = d.id`,
  `UPDATE payments p SET document_id = m.document_id FROM payment_moves m WHERE m.batch_id = $1 AND p.id = m.payment_id`,
  `DELETE FROM payment_moves WHERE batch_id = $1`,
  `DELETE FROM batch_repeats WHERE batch_id = $1`,
  // Line by line, as the foreign key would do it, takes twice as long.
  `DELETE FROM charge_lines l USING payment_documents d WHERE d.batch_id = $1 AND l.document_id = d.id`,
  `DELETE FROM payment_documents WHERE batch_id = $1`,
  `UPDATE payment_documents SET superseded_by = NULL WHERE superseded_by = $1`,
  `DELETE FROM balance_statements WHERE batch_id = $1`,
  `UPDATE balance_statements SET superseded_by = NULL WHERE superseded_by = $1`,
  // Its place may be taken since: any other key with the same beginning serves as well.
  `UPDATE payments p SET key = p.former_key || CASE WHEN EXISTS (SELECT FROM payments other WHERE other.key = p.former_key)
       THEN '~' || p.id ELSE '' END,
     plain_key = NULL, payer = '', payer_account = '', purpose = '', former_key = NULL, recognised_by = NULL
   WHERE recognised_by = $1`,
  `UPDATE unknown_rows SET record = record->'before' WHERE record ? 'recognisedBy' AND record->>'recognisedBy' = $1::text`,
  `DELETE FROM payments WHERE batch_id = $1`,
  `DELETE FROM unknown_rows WHERE batch_id = $1`,
];

export const REFRESH = 'SELECT refresh_balances(ARRAY(SELECT account_id FROM touched))';

export const FIND = 'SELECT id, file_name, rows_loaded, undone_at FROM batches WHERE id = $1 FOR UPDATE';

export const MARK_UNDONE = 'UPDATE batches SET undone_at = $2, undone_by = $3 WHERE id = $1';
