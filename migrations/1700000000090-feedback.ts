import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Questions that anybody may ask from the start page. */
export class Feedback1700000000090 implements MigrationInterface {
  name = 'Feedback1700000000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE feedback (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text NOT NULL CHECK (length(name) <= 120),
        contact text NOT NULL CHECK (length(contact) <= 254),
        text text NOT NULL CHECK (length(text) <= 4000),
        user_id uuid REFERENCES users ON DELETE SET NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        answered_at timestamptz,
        answered_by uuid REFERENCES staff,
        answer text CHECK (length(answer) <= 4000)
      );
      CREATE INDEX feedback_created_at ON feedback (created_at DESC);
      CREATE INDEX feedback_user ON feedback (user_id);
      CREATE INDEX feedback_search ON feedback USING gin (search_key(name || chr(10) || contact || chr(10) || text) gin_trgm_ops);
      CREATE INDEX feedback_unanswered ON feedback (created_at) WHERE answered_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE feedback`);
  }
}
