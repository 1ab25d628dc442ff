import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People at the window look for a payment by its sum, often with the day. */
export class SumsOfPayments1700000000405 implements MigrationInterface {
  name = 'SumsOfPayments1700000000405';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX payments_amount ON payments (amount_kopecks, paid_on DESC, id DESC)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_amount');
  }
}
