import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What residents have begun to write into the book: one form for each, until it is sent. */
export class AppealDrafts1700000000385 implements MigrationInterface {
  name = 'AppealDrafts1700000000385';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE appeal_drafts (
        user_id uuid PRIMARY KEY REFERENCES users ON DELETE CASCADE,
        -- fields of the form as they were typed
        typed jsonb NOT NULL CHECK (jsonb_typeof(typed) = 'object' AND pg_column_size(typed) < 262144),
        -- another one with each change: a window that has seen an older one does not write over it
        version uuid NOT NULL DEFAULT gen_random_uuid(),
        saved_at timestamptz NOT NULL
      );
      CREATE INDEX appeal_drafts_saved ON appeal_drafts (saved_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE appeal_drafts');
  }
}
