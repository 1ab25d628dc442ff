import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How often limits have stopped a sign-in of somebody of the office since the last one. */
export class StoppedSignInsOfStaff1700000000466 implements MigrationInterface {
  name = 'StoppedSignInsOfStaff1700000000466';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE stopped_staff_sign_ins (
        staff_id uuid PRIMARY KEY REFERENCES staff ON DELETE CASCADE,
        count integer NOT NULL CHECK (count > 0),
        last_at timestamptz(3) NOT NULL
      );
      CREATE INDEX stopped_staff_sign_ins_last_at ON stopped_staff_sign_ins (last_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE stopped_staff_sign_ins');
  }
}
