import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The book told of letters on paper in how many working days after their registration they were answered; the term runs
 * from the day they came. Such a number stands there no more until a moderator publishes the entry anew.
 */
export class DaysOfPapers1700000000394 implements MigrationInterface {
  name = 'DaysOfPapers1700000000394';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE appeal_publications p SET working_days = NULL FROM appeals a
      WHERE a.id = p.appeal_id AND p.state = 'published' AND a.channel = 'paper'
        AND a.received_day < (a.registered_at AT TIME ZONE 'UTC')::date
    `);
  }

  /** The numbers that were wrong are not made again. */
  async down(): Promise<void> {
    // nothing to undo
  }
}
