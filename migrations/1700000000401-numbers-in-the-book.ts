import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Entries of the book are found by their numbers, with their year and without. */
export class NumbersInTheBook1700000000401 implements MigrationInterface {
  name = 'NumbersInTheBook1700000000401';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE INDEX appeal_publications_number ON appeal_publications (right(number, 6)) WHERE state = 'published'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX appeal_publications_number');
  }
}
