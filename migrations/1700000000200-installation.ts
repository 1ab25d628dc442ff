import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The database gets a name of its own, which its folder of files carries too. */
export class Installation1700000000200 implements MigrationInterface {
  name = 'Installation1700000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE installation (
        single boolean PRIMARY KEY DEFAULT true CHECK (single),
        id uuid NOT NULL DEFAULT gen_random_uuid()
      );
      INSERT INTO installation DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE installation');
  }
}
