import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a load stands on is written down, so that nothing can be taken back from under it. */
export class WhatLoadsStandOn1700000000175 implements MigrationInterface {
  name = 'WhatLoadsStandOn1700000000175';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Moves of payments that were taken back.
      DELETE FROM payment_moves m
      WHERE NOT EXISTS (SELECT FROM payments p WHERE p.id = m.payment_id)
         OR NOT EXISTS (SELECT FROM payment_documents d WHERE d.id = m.document_id);
      ALTER TABLE payment_moves
        ADD FOREIGN KEY (payment_id) REFERENCES payments,
        ADD FOREIGN KEY (document_id) REFERENCES payment_documents;
      CREATE INDEX payment_moves_payment ON payment_moves (payment_id);
      CREATE INDEX payment_moves_document ON payment_moves (document_id);

      -- Only for this: what counts no more is asked as well.
      CREATE INDEX standing_statements ON balance_statements (account_id);
      CREATE INDEX standing_documents ON payment_documents (account_id);
      -- The statement that the first document of an account begins with.
      ALTER TABLE payment_documents ADD COLUMN stated_id bigint REFERENCES balance_statements;
      UPDATE payment_documents d SET stated_id = (
        SELECT s.id FROM balance_statements s
        WHERE s.account_id = d.account_id AND s.as_of < d.period AND s.batch_id < d.batch_id
          AND (s.superseded_by IS NULL OR s.superseded_by > d.batch_id)
        ORDER BY s.as_of DESC LIMIT 1)
      WHERE NOT EXISTS (
        SELECT FROM payment_documents e
        WHERE e.account_id = d.account_id AND e.period < d.period AND e.batch_id <= d.batch_id
          AND (e.superseded_by IS NULL OR e.superseded_by >= d.batch_id));
      CREATE INDEX payment_documents_stated ON payment_documents (stated_id) WHERE stated_id IS NOT NULL;

      -- Which loads of payments left rows out because an earlier one had brought them.
      CREATE TABLE batch_repeats (
        batch_id bigint NOT NULL REFERENCES batches,
        repeated_id bigint NOT NULL REFERENCES batches,
        PRIMARY KEY (batch_id, repeated_id)
      );
      CREATE INDEX batch_repeats_repeated ON batch_repeats (repeated_id);

      -- Documents that count payments which were taken back since: only what the portal has added up itself.
      CREATE TEMP TABLE counted ON COMMIT DROP AS
      SELECT d.id, sum(c.amount_kopecks)::bigint AS kopecks
      FROM (
        SELECT document_id, id, paid_on, amount_kopecks FROM payments WHERE document_id IS NOT NULL
        UNION
        SELECT m.document_id, p.id, p.paid_on, p.amount_kopecks FROM payment_moves m JOIN payments p ON p.id = m.payment_id
      ) c
      JOIN payment_documents d ON d.id = c.document_id
      LEFT JOIN balance_statements s ON s.id = d.stated_id
      WHERE s.as_of IS NULL OR c.paid_on > s.as_of
      GROUP BY d.id;
      CREATE TEMP TABLE computed ON COMMIT DROP AS
      SELECT d.id, d.account_id, d.period, d.superseded_by, d.paid_kopecks - coalesce(c.kopecks, 0) AS lost
      FROM payment_documents d
      JOIN batches b ON b.id = d.batch_id AND b.format NOT IN ('gis', 'demo')
      LEFT JOIN counted c ON c.id = d.id
      WHERE EXISTS (
        SELECT FROM batches u
        WHERE u.kind = 'payments' AND u.undone_at > d.created_at AND u.created_at < d.created_at);
      CREATE INDEX ON computed (account_id);
      ANALYZE computed;
      CREATE TEMP TABLE repaired ON COMMIT DROP AS
      SELECT d.id, d.account_id, coalesce(x.lost, 0) AS lost, coalesce((
        SELECT sum(e.lost) FROM computed e
        WHERE e.account_id = d.account_id AND e.superseded_by IS NULL AND e.period < d.period AND e.lost <> 0
          AND NOT EXISTS (
            SELECT FROM payment_documents t JOIN batches tb ON tb.id = t.batch_id AND tb.format IN ('gis', 'demo')
            WHERE t.account_id = d.account_id AND t.superseded_by IS NULL AND t.period > e.period
              AND t.period < d.period)), 0)::bigint AS carried
      FROM payment_documents d
      JOIN batches b ON b.id = d.batch_id AND b.format NOT IN ('gis', 'demo')
      LEFT JOIN computed x ON x.id = d.id
      WHERE d.account_id IN (SELECT account_id FROM computed WHERE lost <> 0);
      UPDATE payment_documents d
      SET opening_kopecks = d.opening_kopecks + r.carried, paid_kopecks = d.paid_kopecks - r.lost,
        closing_kopecks = d.closing_kopecks + r.carried + r.lost
      FROM repaired r WHERE r.id = d.id AND (r.lost, r.carried) <> (0, 0);
      SELECT refresh_balances(ARRAY(SELECT DISTINCT account_id FROM repaired));
      DROP INDEX standing_statements, standing_documents;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE batch_repeats;
      ALTER TABLE payment_documents DROP COLUMN stated_id;
      DROP INDEX payment_moves_payment, payment_moves_document;
      ALTER TABLE payment_moves DROP CONSTRAINT payment_moves_payment_id_fkey,
        DROP CONSTRAINT payment_moves_document_id_fkey;
    `);
  }
}
