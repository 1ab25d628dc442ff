import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The office reads the list of all meters by their numbers, page by page. */
export class MeterLists1700000000135 implements MigrationInterface {
  name = 'MeterLists1700000000135';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE INDEX meters_in_order ON meters (number, id)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX meters_in_order');
  }
}
