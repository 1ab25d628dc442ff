import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of a flat asks which loads have replaced one of its documents. */
export class ReplacedDocuments1700000000352 implements MigrationInterface {
  name = 'ReplacedDocuments1700000000352';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX payment_documents_replaced ON payment_documents (account_id) WHERE superseded_by IS NOT NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payment_documents_replaced');
  }
}
