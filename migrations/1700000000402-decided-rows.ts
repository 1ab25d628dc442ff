import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lists of rows that nobody has decided about yet, and of those that somebody has, the newest decision first. */
export class DecidedRows1700000000402 implements MigrationInterface {
  name = 'DecidedRows1700000000402';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX unknown_rows_open ON unknown_rows (id) WHERE resolved_at IS NULL AND dismissed_at IS NULL;
      CREATE INDEX unknown_rows_resolved ON unknown_rows (resolved_at DESC, id) WHERE resolved_at IS NOT NULL;
      CREATE INDEX unknown_rows_dismissed ON unknown_rows (dismissed_at DESC, id) WHERE dismissed_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX unknown_rows_open, unknown_rows_resolved, unknown_rows_dismissed');
  }
}
