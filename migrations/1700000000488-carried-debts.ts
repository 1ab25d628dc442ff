import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What of a recipient's share is the debt of its former documents, where the accounting does not divide debts itself. */
export class CarriedDebts1700000000488 implements MigrationInterface {
  name = 'CarriedDebts1700000000488';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- a part of beside_kopecks
      ALTER TABLE document_shares ADD carried_kopecks bigint NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE document_shares DROP carried_kopecks');
  }
}
