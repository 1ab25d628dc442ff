import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a file tells of a payment document for reference: areas, persons, subsidies, its identifier, and what else it says. */
export class FactsOfDocuments1700000000483 implements MigrationInterface {
  name = 'FactsOfDocuments1700000000483';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_documents ADD COLUMN facts jsonb');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE payment_documents DROP COLUMN facts');
  }
}
