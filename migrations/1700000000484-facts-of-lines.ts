import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a file tells of a service for reference, of debts of former months beside a document. */
export class FactsOfLines1700000000484 implements MigrationInterface {
  name = 'FactsOfLines1700000000484';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE charge_lines ADD COLUMN facts jsonb');
    await runner.query('ALTER TABLE payment_documents ADD COLUMN debts jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_documents DROP COLUMN debts');
    await runner.query('ALTER TABLE charge_lines DROP COLUMN facts');
  }
}
