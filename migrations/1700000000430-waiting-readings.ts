import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The queue of unusual readings goes on behind a reading: found by this, however many have been decided before. */
export class WaitingReadings1700000000430 implements MigrationInterface {
  name = 'WaitingReadings1700000000430';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX meter_readings_queue ON meter_readings (id) INCLUDE (meter_id)
        WHERE status = 'sent' AND superseded_at IS NULL
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX meter_readings_queue');
  }
}
