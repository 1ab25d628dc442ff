import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A new address that the former one cannot take back: strangers read the former mailbox. */
export class ChangesForGood1700000000424 implements MigrationInterface {
  name = 'ChangesForGood1700000000424';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_codes ADD COLUMN for_good boolean NOT NULL DEFAULT false');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE auth_codes DROP COLUMN for_good');
  }
}
