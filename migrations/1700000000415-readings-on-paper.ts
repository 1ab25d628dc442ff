import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Readings that somebody has brought to the office on paper are told from those by telephone. */
export class ReadingsOnPaper1700000000415 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE meter_readings DROP CONSTRAINT meter_readings_source_check;
      ALTER TABLE meter_readings ADD CONSTRAINT meter_readings_source_check
        CHECK (source IN ('cabinet', 'link', 'phone', 'paper', 'visit', 'import', 'replacement'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE meter_readings SET source = 'phone' WHERE source = 'paper';
      UPDATE reading_certificates SET source = 'phone' WHERE source = 'paper';
      ALTER TABLE meter_readings DROP CONSTRAINT meter_readings_source_check;
      ALTER TABLE meter_readings ADD CONSTRAINT meter_readings_source_check
        CHECK (source IN ('cabinet', 'link', 'phone', 'visit', 'import', 'replacement'));
    `);
  }
}
