import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Logins that end because the consent was withdrawn: asked for, due, done. A removed one is closed like a blocked one, so that
 * whatever keeps blocked residents out keeps it out too; what is left of it has no name.
 */
export class Removals1700000000416 implements MigrationInterface {
  name = 'Removals1700000000416';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users
        ADD COLUMN removal_asked_at timestamptz(3),
        ADD COLUMN removal_due_at timestamptz(3),
        ADD COLUMN removal_warned_at timestamptz(3),
        ADD COLUMN removed_at timestamptz(3),
        ADD CONSTRAINT users_removal CHECK ((removal_asked_at IS NULL) = (removal_due_at IS NULL)),
        ADD CONSTRAINT users_removed CHECK (removed_at IS NULL OR (status = 'blocked' AND removal_due_at IS NULL));
      CREATE INDEX users_removal_due ON users (removal_due_at) WHERE removal_due_at IS NOT NULL;

      -- kept for three years, which the law asks for; the name stands here and nowhere else
      CREATE TABLE destruction_acts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        user_id uuid NOT NULL UNIQUE REFERENCES users,
        subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 300),
        asked_at timestamptz(3) NOT NULL,
        destroyed_at timestamptz(3) NOT NULL,
        reason text NOT NULL,
        -- what was destroyed, and of how many records
        destroyed jsonb NOT NULL CHECK (jsonb_typeof(destroyed) = 'array'),
        event_id bigint NOT NULL
      );
      CREATE INDEX destruction_acts_day ON destruction_acts (destroyed_at);

      -- the texts that residents have agreed to, each as it was shown
      CREATE TABLE consent_texts (
        document text NOT NULL,
        version text NOT NULL,
        text_sha256 text NOT NULL CHECK (text_sha256 ~ '^[0-9a-f]{64}$'),
        words text NOT NULL,
        first_seen_at timestamptz NOT NULL DEFAULT now(),
        PRIMARY KEY (document, version, text_sha256)
      );
      CREATE INDEX consents_document ON consents (document, version);
      CREATE VIEW given_consents AS
        SELECT user_id, document, version, text_sha256, given_at, withdrawn_at FROM consents;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW given_consents;
      DROP INDEX consents_document;
      DROP TABLE consent_texts, destruction_acts;
      ALTER TABLE users DROP COLUMN removal_asked_at, DROP COLUMN removal_due_at, DROP COLUMN removal_warned_at,
        DROP COLUMN removed_at;
    `);
  }
}
