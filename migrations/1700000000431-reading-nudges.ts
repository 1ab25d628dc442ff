import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whom the office has reminded of readings on which day: the key lets nobody be reminded twice. */
export class ReadingNudges1700000000431 implements MigrationInterface {
  name = 'ReadingNudges1700000000431';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE reading_nudges (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        day date NOT NULL,
        staff_id uuid NOT NULL REFERENCES staff,
        PRIMARY KEY (user_id, day)
      );
      CREATE INDEX reading_nudges_day ON reading_nudges (day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE reading_nudges');
  }
}
