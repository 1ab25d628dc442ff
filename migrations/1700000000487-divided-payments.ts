import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * One payment of a bank that is for several accounts: its first part says what the whole was and stands for it where
 * files bring it again, and all of them name the row that was divided.
 */
export class DividedPayments1700000000487 implements MigrationInterface {
  name = 'DividedPayments1700000000487';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- no foreign key: it would be asked for each of millions of rows, and a row stays as long as its payments
      ALTER TABLE payments ADD part_of bigint, ADD whole_kopecks bigint`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payments DROP part_of, DROP whole_kopecks');
  }
}
