import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is to become of a row that nobody is given, so that payers who get their money back can be listed. */
export class OutcomesOfRows1700000000440 implements MigrationInterface {
  name = 'OutcomesOfRows1700000000440';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE unknown_rows
        ADD COLUMN outcome text CHECK (outcome IN ('return', 'foreign', 'counted', 'other'));
      UPDATE unknown_rows SET outcome = 'other' WHERE dismissed_at IS NOT NULL;
      ALTER TABLE unknown_rows ADD CHECK ((outcome IS NULL) = (dismissed_at IS NULL));
      -- The lines of one document stand together.
      CREATE INDEX unknown_rows_documents ON unknown_rows (batch_id, account_text, (record->>'period'), id)
        WHERE kind = 'charges';
      CREATE INDEX unknown_rows_account ON unknown_rows (account_text) WHERE account_text <> '';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX unknown_rows_documents, unknown_rows_account;
      ALTER TABLE unknown_rows DROP COLUMN outcome`);
  }
}
