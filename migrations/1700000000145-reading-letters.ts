import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters about readings and verification: who wants them. */
export class ReadingLetters1700000000145 implements MigrationInterface {
  name = 'ReadingLetters1700000000145';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users ADD COLUMN reading_letters boolean NOT NULL DEFAULT false`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE users DROP COLUMN reading_letters`);
  }
}
