import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A reading that the office has entered wrong is taken out of everything as a rejected one is, and told of in other
 * words: nobody who sent it has made a mistake.
 */
export class CancelledReadings1700000000530 implements MigrationInterface {
  name = 'CancelledReadings1700000000530';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE meter_readings
        ADD COLUMN cancelled boolean NOT NULL DEFAULT false,
        ADD CONSTRAINT meter_readings_cancelled CHECK (NOT cancelled OR (status = 'rejected' AND decided_by IS NOT NULL));
      CREATE INDEX meter_readings_cancelled ON meter_readings (created_at, id) WHERE cancelled
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE meter_readings DROP COLUMN cancelled');
  }
}
