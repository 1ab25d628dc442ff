import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of residents' addresses, each with the link by which the old address takes it back. */
export class EmailChanges1700000000420 implements MigrationInterface {
  name = 'EmailChanges1700000000420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE email_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        before_email text NOT NULL,
        after_email text NOT NULL,
        link_hmac bytea NOT NULL UNIQUE,
        changed_at timestamptz NOT NULL,
        undo_until timestamptz NOT NULL,
        closed_at timestamptz
      );
      CREATE INDEX email_changes_user ON email_changes (user_id, id);
      CREATE INDEX email_changes_until ON email_changes (undo_until);
      -- whether the office has asked for the code of a new address: sessions end then
      ALTER TABLE auth_codes ADD COLUMN by_office boolean NOT NULL DEFAULT false;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE email_changes; ALTER TABLE auth_codes DROP COLUMN by_office');
  }
}
