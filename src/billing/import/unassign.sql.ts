import type { RecordKind } from '../formats/billing-records.js';
import { WHOLE } from './divided.sql.js';
import { IS_GIVEN } from './given-payments.sql.js';
import { COUNTED } from './unknown-rows.sql.js';

/** Rows with these ids that are given to the account $2, and the other lines of charges of their loads and numbers that are. */
export const READ_GIVEN_ROWS = `
  SELECT u.id, u.batch_id, u.kind, u.row_no, u.amount_kopecks AS kopecks, u.record->>'period' AS period, u.resolved_account_id AS account_id,
    (SELECT a.number FROM account_places a WHERE a.id = u.resolved_account_id) AS number
  FROM unknown_rows u
  WHERE u.resolved_account_id = $2::uuid AND (u.id = ANY($1::bigint[]) OR u.kind = 'charges' AND EXISTS (
    SELECT FROM unknown_rows named
    WHERE named.id = ANY($1::bigint[]) AND named.resolved_account_id = u.resolved_account_id
      AND named.batch_id = u.batch_id AND named.account_text = u.account_text))
  ORDER BY u.batch_id, u.row_no, u.id`;
export const GIVEN_ROWS = `${READ_GIVEN_ROWS} FOR UPDATE`;

/** What the given rows ($1) of one load and kind have become. */
const GIVEN = {
  payments: `
    (SELECT DISTINCT ON (u.id) u.id AS row_id, u.row_no, p.id
    FROM unknown_rows u JOIN payments p ON ${IS_GIVEN}
    WHERE u.id = ANY($1::bigint[])
    -- its own key first: another payment may have had it formerly
    ORDER BY u.id, p.key = u.record->>'key' DESC, p.id DESC)
    UNION
    SELECT u.id, u.row_no, p.id FROM unknown_rows u JOIN payments p ON p.part_of = u.id WHERE u.id = ANY($1::bigint[])`,
  charges: `
    SELECT d.id, d.account_id, d.period FROM payment_documents d
    WHERE EXISTS (SELECT FROM unknown_rows u WHERE u.id = ANY($1::bigint[]) AND u.batch_id = d.batch_id
      AND u.resolved_account_id = d.account_id AND (u.record->>'period')::date = d.period)`,
  // of several statements of one day the newest has taken the place of the others
  balances: `
    SELECT u.id AS row_id, u.row_no, s.id, s.account_id, s.as_of
    FROM unknown_rows u CROSS JOIN LATERAL (
      SELECT * FROM balance_statements s WHERE s.batch_id = u.batch_id AND s.account_id = u.resolved_account_id
        AND s.as_of = (u.record->>'asOf')::date ORDER BY s.id DESC LIMIT 1) s
    WHERE u.id = ANY($1::bigint[])`,
} as const;

export const CREATE_GIVEN = asEach((kind) => `CREATE TEMP TABLE given ON COMMIT DROP AS ${GIVEN[kind]}`);

/** The latest load that stands on what was given, and on what of it: a row, or charges of a month. */
export const STANDS_ON_GIVEN = {
  payments: latest(`
    SELECT d.batch_id AS id, g.row_no, NULL AS month
    FROM given g JOIN payments p ON p.id = g.id JOIN payment_documents d ON d.id = p.document_id
    UNION ALL SELECT m.batch_id, g.row_no, NULL FROM given g JOIN payment_moves m ON m.payment_id = g.id
    UNION ALL SELECT p.recognised_by, g.row_no, NULL
    FROM given g JOIN payments p ON p.id = g.id JOIN unknown_rows u ON u.id = g.row_id
    WHERE p.recognised_by IS DISTINCT FROM (u.record->>'recognisedBy')::bigint`),
  charges: latest(`
    SELECT d.superseded_by AS id, NULL::integer AS row_no, to_char(g.period, 'YYYY-MM') AS month
    FROM given g JOIN payment_documents d ON d.id = g.id
    UNION ALL SELECT later.batch_id, NULL, to_char(g.period, 'YYYY-MM') FROM given g JOIN payment_documents later
      ON later.account_id = g.account_id AND later.period > g.period AND later.superseded_by IS NULL
    WHERE later.id NOT IN (SELECT id FROM given)
    -- what a document has counted may have been taken out of it
    UNION ALL SELECT m.batch_id, NULL, to_char(g.period, 'YYYY-MM')
    FROM given g JOIN payment_moves m ON m.document_id = g.id`),
  balances: latest(`
    SELECT s.superseded_by AS id, g.row_no, NULL AS month FROM given g JOIN balance_statements s ON s.id = g.id
    UNION ALL SELECT d.batch_id, g.row_no, NULL FROM given g JOIN payment_documents d ON d.stated_id = g.id`),
} as const;

/** The same of rows ($1) as they are, for whoever only looks at them. */
export const READ_STANDS_ON_GIVEN = asEach(
  (kind) => `WITH given AS (${GIVEN[kind]}) ${STANDS_ON_GIVEN[kind]}`,
);

function asEach(statement: (kind: RecordKind) => string): Record<RecordKind, string> {
  return {
    ...{ payments: statement('payments'), charges: statement('charges') },
    balances: statement('balances'),
  };
}

function latest(standing: string): string {
  return `SELECT b.id, b.file_name, b.kind, s.row_no, s.month FROM (${standing}) s JOIN batches b ON b.id = s.id
    ORDER BY b.id DESC, s.month, s.row_no LIMIT 1`;
}

/** A statement of the same account and day that was given later: it stands on the one before. */
export const GIVEN_LATER = `
  SELECT later.row_no FROM unknown_rows u JOIN unknown_rows later
    ON later.batch_id = u.batch_id AND later.resolved_account_id = u.resolved_account_id AND later.kind = 'balances'
    AND later.record->>'asOf' = u.record->>'asOf' AND later.resolved_at > u.resolved_at
  WHERE u.kind = 'balances' AND u.id = ANY($1::bigint[]) AND later.id <> ALL($1::bigint[])
  ORDER BY later.resolved_at DESC LIMIT 1`;

/** Documents that were replaced by what is taken back, by the load that brought them. */
export const RETURNING = `
  SELECT old.batch_id, array_agg(DISTINCT old.account_id) AS account_ids
  FROM given g JOIN payment_documents old ON old.account_id = g.account_id AND old.period = g.period
  WHERE old.superseded_by = $1 GROUP BY old.batch_id ORDER BY old.batch_id`;

/** Of the load $1, in this order: what a row points at goes after the row. */
export const TAKE_BACK_GIVEN = {
  payments: [
    // its place may have been taken meanwhile
    `UPDATE unknown_rows u SET record = u.record || jsonb_build_object('key', p.key)
     FROM given g JOIN payments p ON p.id = g.id AND ${WHOLE} WHERE u.id = g.row_id AND u.batch_id = $1`,
    'DELETE FROM payments p USING given g WHERE p.id = g.id AND p.batch_id = $1',
  ],
  charges: [
    'UPDATE payments p SET document_id = NULL FROM given g WHERE p.document_id = g.id AND $1::bigint IS NOT NULL',
    `WITH back AS (
       DELETE FROM payment_moves m USING payment_documents old, given g
       WHERE m.batch_id = $1 AND old.id = m.document_id AND old.superseded_by = $1
         AND old.account_id = g.account_id AND old.period = g.period RETURNING m.payment_id, m.document_id)
     UPDATE payments p SET document_id = back.document_id FROM back WHERE p.id = back.payment_id`,
    'DELETE FROM charge_lines l USING given g WHERE l.document_id = g.id AND $1::bigint IS NOT NULL',
    'DELETE FROM payment_documents d USING given g WHERE d.id = g.id AND d.batch_id = $1',
    `UPDATE payment_documents old SET superseded_by = NULL FROM given g
     WHERE old.superseded_by = $1 AND old.account_id = g.account_id AND old.period = g.period`,
  ],
  balances: [
    'DELETE FROM balance_statements s USING given g WHERE s.id = g.id AND s.batch_id = $1',
    `UPDATE balance_statements old SET superseded_by = NULL WHERE old.id IN (
       SELECT (SELECT max(s.id) FROM balance_statements s
         WHERE s.superseded_by = $1 AND s.account_id = g.account_id AND s.as_of = g.as_of) FROM given g)`,
  ],
} as const;

export const WAIT_AGAIN = `
  UPDATE unknown_rows SET resolved_at = NULL, resolved_account_id = NULL, resolved_by = NULL WHERE id = ANY($1::bigint[])`;

export const COUNT_TAKEN = `
  UPDATE batches b SET rows_loaded = rows_loaded - g.rows, rows_unknown = rows_unknown + g.rows,
    loaded_kopecks = loaded_kopecks - g.kopecks, unknown_kopecks = unknown_kopecks + g.kopecks
  FROM (SELECT ${COUNTED} FROM unknown_rows WHERE id = ANY($2::bigint[])) g WHERE b.id = $1`;
