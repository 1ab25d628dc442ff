import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether the password of a sign-in was that of a slip from the office; its way stays «password», as builds of before read it. */
export class SignInsBySlip1700000000462 implements MigrationInterface {
  name = 'SignInsBySlip1700000000462';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sign_ins ADD COLUMN by_slip boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sign_ins DROP COLUMN by_slip');
  }
}
