import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The second factor of staff: the sealed secret of their app, the step of the last code that was used, recovery codes. */
export class SecondFactor1700000000481 implements MigrationInterface {
  name = 'SecondFactor1700000000481';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE staff
        ADD second_factor_at timestamptz(3),
        ADD second_factor_secret text,
        ADD second_factor_step bigint,
        ADD CONSTRAINT staff_second_factor_is_whole
          CHECK (num_nulls(second_factor_at, second_factor_secret, second_factor_step) IN (0, 3));
      CREATE TABLE staff_recovery_codes (
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        code_mac bytea NOT NULL,
        PRIMARY KEY (staff_id, code_mac)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE staff_recovery_codes;
      ALTER TABLE staff DROP second_factor_at, DROP second_factor_secret, DROP second_factor_step;
    `);
  }
}
