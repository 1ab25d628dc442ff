import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is in a file, what of it was loaded and what waits, each as rows and as a sum of the same rows. */
export class BatchSums1700000000171 implements MigrationInterface {
  name = 'BatchSums1700000000171';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE batches
        -- Of the whole file, as total_kopecks; null where it was not recorded.
        ADD COLUMN rows_file integer,
        ADD COLUMN loaded_kopecks bigint NOT NULL DEFAULT 0,
        ADD COLUMN unknown_kopecks bigint NOT NULL DEFAULT 0;

      -- Totals that a document tells are no sum of its own.
      UPDATE batches b SET rows_unknown = coalesce(w.rows, 0), unknown_kopecks = coalesce(w.kopecks, 0)
      FROM batches x LEFT JOIN (
        SELECT batch_id, count(*)::integer AS rows,
          sum(CASE WHEN record->>'type' = 'document' THEN 0 ELSE amount_kopecks END)::bigint AS kopecks
        FROM unknown_rows WHERE resolved_at IS NULL GROUP BY batch_id) w ON w.batch_id = x.id
      WHERE x.id = b.id AND b.undone_at IS NULL;

      UPDATE batches b SET loaded_kopecks = l.kopecks
      FROM (
        SELECT d.batch_id, sum(c.total_kopecks)::bigint AS kopecks
        FROM payment_documents d JOIN charge_lines c ON c.document_id = d.id GROUP BY d.batch_id) l
      WHERE l.batch_id = b.id AND b.kind = 'charges';

      UPDATE batches b SET rows_loaded = coalesce(l.rows, 0), loaded_kopecks = coalesce(l.kopecks, 0)
      FROM batches x LEFT JOIN (
        SELECT batch_id, 'payments' AS kind, count(*)::integer AS rows, sum(amount_kopecks)::bigint AS kopecks
        FROM payments GROUP BY batch_id
        UNION ALL
        SELECT batch_id, 'balances', count(*)::integer, sum(amount_kopecks)::bigint
        FROM balance_statements GROUP BY batch_id) l ON l.batch_id = x.id AND l.kind = x.kind
      WHERE x.id = b.id AND b.kind <> 'charges' AND b.undone_at IS NULL AND b.format <> 'demo';

      UPDATE batches SET loaded_kopecks = total_kopecks WHERE format = 'demo';

      UPDATE batches b SET rows_file = coalesce(
        (SELECT (e.details->>'rows')::integer FROM audit_events e
         WHERE e.object_kind = 'batch' AND e.object_id = b.id::text AND e.action = 'batch.loaded'
           AND e.details->>'rows' ~ '^\\d{1,9}$' ORDER BY e.id LIMIT 1),
        CASE WHEN b.loaded_kopecks + b.unknown_kopecks = b.total_kopecks THEN b.rows_loaded + b.rows_unknown END);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'ALTER TABLE batches DROP COLUMN rows_file, DROP COLUMN loaded_kopecks, DROP COLUMN unknown_kopecks',
    );
  }
}
