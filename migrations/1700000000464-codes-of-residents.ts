import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Residents may have a code of an app asked for after the password, as people of the office have. */
export class CodesOfResidents1700000000464 implements MigrationInterface {
  name = 'CodesOfResidents1700000000464';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD second_factor_at timestamptz(3),
        ADD second_factor_secret text,
        ADD second_factor_step bigint,
        ADD CONSTRAINT users_second_factor_is_whole
          CHECK (num_nulls(second_factor_at, second_factor_secret, second_factor_step) IN (0, 3));
      CREATE TABLE user_recovery_codes (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        code_mac bytea NOT NULL,
        PRIMARY KEY (user_id, code_mac)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE user_recovery_codes;
      ALTER TABLE users DROP second_factor_at, DROP second_factor_secret, DROP second_factor_step;
    `);
  }
}
