import type { MigrationInterface, QueryRunner } from 'typeorm';

/** All breaks that the last check of the journal has found, so that the next one tells which are new. */
export class KnownBreaks1700000000502 implements MigrationInterface {
  name = 'KnownBreaks1700000000502';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE audit_sealing ADD COLUMN breaks text[] NOT NULL DEFAULT '{}'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_sealing DROP COLUMN breaks');
  }
}
