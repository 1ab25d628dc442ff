import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters wait here until the worker has handed them over. */
export class Letters1700000000060 implements MigrationInterface {
  name = 'Letters1700000000060';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE letters (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL,
        recipient text NOT NULL,
        recipient_name text NOT NULL DEFAULT '',
        subject text NOT NULL,
        user_id uuid REFERENCES users ON DELETE CASCADE,
        auth_code_id uuid REFERENCES auth_codes ON DELETE SET NULL,
        data jsonb,
        created_at timestamptz NOT NULL DEFAULT now(),
        not_after timestamptz NOT NULL,
        attempts integer NOT NULL DEFAULT 0,
        next_attempt_at timestamptz NOT NULL DEFAULT now(),
        sent_at timestamptz,
        failed_at timestamptz,
        cancelled_at timestamptz,
        last_error text
      );
      CREATE INDEX letters_waiting ON letters (next_attempt_at)
        WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
      CREATE INDEX letters_created_at ON letters (created_at DESC);
      CREATE INDEX letters_user ON letters (user_id);
      CREATE INDEX letters_auth_code ON letters (auth_code_id);
      CREATE INDEX letters_search ON letters USING gin (search_key(recipient) gin_trgm_ops);
      CREATE INDEX letters_failed ON letters (failed_at) WHERE failed_at IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE letters`);
  }
}
