import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Documents that have no flat of their own yet, which a chore gives them; empty when it has been through. Its building is
 * apart from the columns, so that people read meanwhile.
 */
export class UnfrozenDocuments1700000000358 implements MigrationInterface {
  name = 'UnfrozenDocuments1700000000358';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX payment_documents_unfrozen ON payment_documents (id) WHERE address IS NULL',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payment_documents_unfrozen');
  }
}
