import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When the last good backup was made: one row, or none while there has never been one. */
export class LastBackup1700000000403 implements MigrationInterface {
  name = 'LastBackup1700000000403';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE last_backup (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        -- the moment whose state it holds
        taken_at timestamptz NOT NULL,
        finished_at timestamptz NOT NULL,
        folder text NOT NULL,
        bytes bigint NOT NULL,
        files bigint NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE last_backup');
  }
}
