import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A number of the bank's own tells a payment, whatever account it is under. */
export class BankNumbers1700000000320 implements MigrationInterface {
  name = 'BankNumbers1700000000320';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX payments_external ON payments (external_id) WHERE external_id <> ''`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_external');
  }
}
