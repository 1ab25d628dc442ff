import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters about one's own business come until one switches them off: a row for each topic that is switched off. */
export class LetterRefusals1700000000341 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notification_refusals (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        topic text NOT NULL CHECK (topic ~ '^[a-z-]+$'),
        PRIMARY KEY (user_id, topic)
      );
      -- for other modules: who does not want letters about a topic
      CREATE VIEW letter_refusals AS SELECT topic, user_id FROM notification_refusals;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP VIEW letter_refusals; DROP TABLE notification_refusals;');
  }
}
