import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Codes on paper, for residents who have no mailbox at hand: found by the code alone. */
export class SlipsOfWaysIn1700000000421 implements MigrationInterface {
  name = 'SlipsOfWaysIn1700000000421';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE auth_codes DROP CONSTRAINT auth_codes_purpose_check,
        ADD CONSTRAINT auth_codes_purpose_check CHECK (purpose IN ('confirm', 'recover', 'email', 'slip'));
      CREATE UNIQUE INDEX auth_codes_slips ON auth_codes (code_hmac) WHERE purpose = 'slip';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX auth_codes_slips;
      DELETE FROM auth_codes WHERE purpose = 'slip';
      ALTER TABLE auth_codes DROP CONSTRAINT auth_codes_purpose_check,
        ADD CONSTRAINT auth_codes_purpose_check CHECK (purpose IN ('confirm', 'recover', 'email'));
    `);
  }
}
