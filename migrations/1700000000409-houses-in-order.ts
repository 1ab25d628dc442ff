import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Houses in the order in which people read them, 2 before 10: a page of them is taken from the index. */
export class HousesInOrder1700000000409 implements MigrationInterface {
  name = 'HousesInOrder1700000000409';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE COLLATION ru_numeric (provider = icu, locale = 'ru-u-kn-true');
      CREATE INDEX houses_in_order ON houses (address COLLATE ru_numeric, id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX houses_in_order; DROP COLLATION ru_numeric');
  }
}
