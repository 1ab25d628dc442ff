import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A payment document keeps the owner, address, area and residents of the day on which it was loaded: what the office
 * corrects later does not change the receipts of past months. Where the address is null, the row was written by the
 * build before this one: its receipt shows the account of today until a chore has written that down.
 */
export class FlatsOfDocuments1700000000357 implements MigrationInterface {
  name = 'FlatsOfDocuments1700000000357';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payment_documents
        ADD COLUMN owner_name text, ADD COLUMN address text, ADD COLUMN total_area numeric, ADD COLUMN residents integer`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payment_documents
        DROP COLUMN owner_name, DROP COLUMN address, DROP COLUMN total_area, DROP COLUMN residents`);
  }
}
