import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whether a code of the app, or of the paper, was asked for and shown at a sign-in of a resident. */
export class SignInsWithCode1700000000467 implements MigrationInterface {
  name = 'SignInsWithCode1700000000467';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sign_ins ADD COLUMN with_code boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE sign_ins DROP COLUMN with_code');
  }
}
