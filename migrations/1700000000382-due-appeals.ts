import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On which days the office was written to about what is due, and entries whose terms wait for a calendar. */
export class DueAppeals1700000000382 implements MigrationInterface {
  name = 'DueAppeals1700000000382';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appeal_due_letters (
        day date PRIMARY KEY,
        letters integer NOT NULL
      );
      CREATE INDEX appeals_termless ON appeals (received_day, topic)
        WHERE first_due_day IS NULL OR (waits AND due_day IS NULL);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX appeals_termless;
      DROP TABLE appeal_due_letters;
    `);
  }
}
