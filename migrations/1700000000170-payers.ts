import type { MigrationInterface, QueryRunner } from 'typeorm';

/** SHA-256 in base64url, as the product makes keys. */
const HASHED = (text: string) =>
  `rtrim(translate(encode(sha256(convert_to(${text}, 'UTF8')), 'base64'), '+/', '-_'), '=')`;

/** Who paid belongs to what makes a payment itself: others have the same number in a statement for 1С. */
export class Payers1700000000170 implements MigrationInterface {
  name = 'Payers1700000000170';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments
        ADD COLUMN payer text NOT NULL DEFAULT '',
        ADD COLUMN payer_account text NOT NULL DEFAULT '',
        ADD COLUMN purpose text NOT NULL DEFAULT '',
        -- Loaded before payers were kept: its key tells nothing of them.
        ADD COLUMN former boolean NOT NULL DEFAULT true,
        -- The key that it had then, and the batch that has told who paid: undoing it brings the key back.
        ADD COLUMN former_key text,
        ADD COLUMN recognised_by bigint REFERENCES batches;
      ALTER TABLE payments ALTER COLUMN former SET DEFAULT false;

      -- Rows that were kept aside know what the payer wrote: it tells apart those with the same number, day and sum.
      CREATE TEMP TABLE kept ON COMMIT DROP AS
      SELECT u.id, u.batch_id, u.resolved_at IS NOT NULL AS resolved, u.record->>'key' AS key, u.record->>'note' AS note,
        CASE WHEN b.format = '1c' AND u.record->>'note' <> ''
          THEN ${HASHED("left(u.record->>'key', 43) || '|' || (u.record->>'note')")} || substr(u.record->>'key', 44)
          ELSE u.record->>'key' END AS new_key
      FROM unknown_rows u JOIN batches b ON b.id = u.batch_id
      WHERE u.kind = 'payments' AND u.record ? 'key';
      CREATE INDEX ON kept (key);
      ANALYZE kept;

      -- Resolved, but no payment came of it: there was one with the same key, of another payer or taken back since.
      CREATE TEMP TABLE lost ON COMMIT DROP AS
      SELECT k.id, k.batch_id FROM kept k
      WHERE k.resolved AND NOT EXISTS (SELECT FROM payments p WHERE p.key = k.key AND p.batch_id = k.batch_id)
        AND (NOT EXISTS (SELECT FROM payments p WHERE p.key = k.key) OR EXISTS (
          SELECT FROM payments p JOIN kept own ON own.key = p.key AND own.batch_id = p.batch_id AND own.resolved
          WHERE p.key = k.key AND own.new_key <> k.new_key));

      UPDATE payments p SET key = k.new_key FROM kept k
      WHERE k.resolved AND k.key = p.key AND k.batch_id = p.batch_id AND k.new_key <> k.key;
      UPDATE unknown_rows u SET record = u.record || jsonb_build_object('key', k.new_key, 'former', true)
      FROM kept k WHERE k.id = u.id;
      UPDATE unknown_rows u SET resolved_at = NULL, resolved_account_id = NULL, resolved_by = NULL
      FROM lost l WHERE l.id = u.id;
      UPDATE batches b SET rows_loaded = rows_loaded - l.rows, rows_unknown = rows_unknown + l.rows
      FROM (SELECT batch_id, count(*)::integer AS rows FROM lost GROUP BY batch_id) l WHERE l.batch_id = b.id;

      -- What waits twice, and what was loaded meanwhile, needs nobody's decision.
      WITH waiting AS (
        SELECT u.id, u.record->>'key' AS key, row_number() OVER (PARTITION BY u.record->>'key' ORDER BY u.id) AS turn
        FROM unknown_rows u WHERE u.kind = 'payments' AND u.resolved_at IS NULL AND u.record ? 'key'
      ), needless AS (
        DELETE FROM unknown_rows u USING waiting w
        WHERE w.id = u.id AND (w.turn > 1 OR EXISTS (SELECT FROM payments p WHERE p.key = w.key))
        RETURNING u.batch_id
      )
      UPDATE batches b SET rows_unknown = rows_unknown - n.rows
      FROM (SELECT batch_id, count(*)::integer AS rows FROM needless GROUP BY batch_id) n WHERE n.batch_id = b.id;

      CREATE INDEX payments_former ON payments (left(key, 43)) WHERE former;
      CREATE INDEX payments_recognised ON payments (recognised_by) WHERE recognised_by IS NOT NULL;
      CREATE INDEX unknown_rows_keys ON unknown_rows ((record->>'key'))
        WHERE kind = 'payments' AND resolved_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE payments SET key = former_key WHERE former_key IS NOT NULL;
      DROP INDEX unknown_rows_keys;
      ALTER TABLE payments DROP COLUMN payer, DROP COLUMN payer_account, DROP COLUMN purpose, DROP COLUMN former,
        DROP COLUMN former_key, DROP COLUMN recognised_by;
    `);
  }
}
