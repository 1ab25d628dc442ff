import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An export of readings can be taken back: its readings leave with the next one. */
export class UndoneExports1700000000196 implements MigrationInterface {
  name = 'UndoneExports1700000000196';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reading_exports ADD undone_at timestamptz, ADD undone_by uuid REFERENCES staff`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE reading_exports DROP undone_at, DROP undone_by');
  }
}
