import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Rows that nobody is to be given: taken off the waiting ones with a reason, and counted apart in their load. */
export class DismissedRows1700000000220 implements MigrationInterface {
  name = 'DismissedRows1700000000220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE unknown_rows
        ADD COLUMN dismissed_at timestamptz,
        ADD COLUMN dismissed_by uuid REFERENCES staff,
        ADD COLUMN dismiss_reason text CHECK (length(dismiss_reason) <= 500),
        ADD CHECK (dismissed_at IS NULL OR resolved_at IS NULL);
      ALTER TABLE batches
        ADD COLUMN rows_dismissed integer NOT NULL DEFAULT 0,
        ADD COLUMN dismissed_kopecks bigint NOT NULL DEFAULT 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE unknown_rows DROP COLUMN dismissed_at, DROP COLUMN dismissed_by, DROP COLUMN dismiss_reason;
      ALTER TABLE batches DROP COLUMN rows_dismissed, DROP COLUMN dismissed_kopecks;
    `);
  }
}
