import type { MigrationInterface, QueryRunner } from 'typeorm';

/** SHA-256 in base64url, as the product makes keys. */
const HASHED = (text: string) =>
  `rtrim(translate(encode(sha256(convert_to(${text}, 'UTF8')), 'base64'), '+/', '-_'), '=')`;

/** A payment whose payer one file names and another does not is one: its key without the payer is kept. */
export class PlainKeys1700000000240 implements MigrationInterface {
  name = 'PlainKeys1700000000240';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- NULL where its own key is without a payer.
      ALTER TABLE payments ADD COLUMN plain_key text;
      CREATE TEMP TABLE kept ON COMMIT DROP AS
      SELECT DISTINCT ON (batch_id, record->>'key') batch_id, record->>'key' AS key, record->>'account' AS account
      FROM unknown_rows WHERE kind = 'payments' AND resolved_at IS NOT NULL AND record ? 'key';
      CREATE INDEX ON kept (key);
      ANALYZE kept;
      UPDATE payments p SET plain_key = coalesce(left(p.former_key, 43), ${HASHED(
        `concat_ws('|', p.source, p.external_id, to_char(p.paid_on, 'YYYY-MM-DD'), coalesce(k.account, a.number),
          p.amount_kopecks)`,
      )})
      FROM accounts a, payments own LEFT JOIN kept k ON k.key = own.key AND k.batch_id = own.batch_id
      WHERE own.id = p.id AND a.id = p.account_id AND p.payer || p.payer_account || p.purpose <> '';
      UPDATE unknown_rows SET record = record || jsonb_build_object('plainKey', ${HASHED(
        `concat_ws('|', record->>'source', record->>'externalId', record->>'paidOn', record->>'account',
          record->>'amount')`,
      )})
      WHERE kind = 'payments' AND resolved_at IS NULL
        AND concat(record->>'payer', record->>'payerAccount', record->>'purpose') <> '';

      ALTER TABLE payments DROP COLUMN former;
      CREATE INDEX payments_plain ON payments (coalesce(plain_key, left(key, 43)));
      CREATE INDEX unknown_rows_plain ON unknown_rows (coalesce(record->>'plainKey', left(record->>'key', 43)))
        WHERE kind = 'payments' AND resolved_at IS NULL;
      CREATE INDEX unknown_rows_recognised ON unknown_rows ((record->>'recognisedBy'))
        WHERE record ? 'recognisedBy';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Keys that are given back must be free.
      UPDATE payments p SET former_key = p.former_key || '~' || p.id
      WHERE p.former_key IS NOT NULL AND EXISTS (
        SELECT FROM payments o WHERE o.key = p.former_key OR (o.former_key = p.former_key AND o.id < p.id));
      DROP INDEX unknown_rows_recognised, unknown_rows_plain, payments_plain;
      ALTER TABLE payments DROP COLUMN plain_key, ADD COLUMN former boolean NOT NULL DEFAULT false;
      UPDATE payments SET former = true WHERE payer || payer_account || purpose = '';
      CREATE INDEX payments_former ON payments (left(key, 43)) WHERE former;
    `);
  }
}
