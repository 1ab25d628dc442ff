import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The office edits what entries are about: a topic has a number that stays, and its place in the list is free. */
export class AppealTopics1700000000383 implements MigrationInterface {
  name = 'AppealTopics1700000000383';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE appeal_topics
        ADD COLUMN no integer GENERATED ALWAYS AS IDENTITY UNIQUE,
        DROP CONSTRAINT appeal_topics_place_key;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE appeal_topics t SET place = n.place
      FROM (SELECT id, row_number() OVER (ORDER BY place, no) AS place FROM appeal_topics) n WHERE n.id = t.id;
      ALTER TABLE appeal_topics DROP COLUMN no, ADD UNIQUE (place);
    `);
  }
}
