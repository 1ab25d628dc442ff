import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who sent a reading, as an index: without it the deletion of each pending user reads all readings. */
export class ReadingUsers1700000000155 implements MigrationInterface {
  name = 'ReadingUsers1700000000155';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      `CREATE INDEX meter_readings_user ON meter_readings (user_id) WHERE user_id IS NOT NULL`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP INDEX meter_readings_user`);
  }
}
