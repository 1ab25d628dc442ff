import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What an export was limited to, and a quick way to the readings that left in one. */
export class ReadingExports1700000000140 implements MigrationInterface {
  name = 'ReadingExports1700000000140';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reading_exports
        ADD period date CHECK (extract(day FROM period) = 1),
        ADD house_id uuid REFERENCES houses;
      CREATE INDEX reading_exports_created_at ON reading_exports (created_at DESC);
      CREATE INDEX meter_readings_export ON meter_readings (export_id) WHERE export_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX meter_readings_export, reading_exports_created_at;
      ALTER TABLE reading_exports DROP period, DROP house_id;
    `);
  }
}
