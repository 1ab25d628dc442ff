import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A code word makes owners, or members of the family. */
export class WordsOfFamilies1700000000444 implements MigrationInterface {
  name = 'WordsOfFamilies1700000000444';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE code_words ADD COLUMN makes text NOT NULL DEFAULT 'owner' CHECK (makes IN ('owner', 'family'));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE code_words DROP COLUMN makes');
  }
}
