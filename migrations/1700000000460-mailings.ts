import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Letters that the office writes to a list: what they say, who gets them, and who has had one on a day. */
export class Mailings1700000000460 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mailings (
        id uuid PRIMARY KEY,
        -- to whom, by the module that finds them, and the same in words as it was when it was written
        audience jsonb NOT NULL,
        audience_words text NOT NULL,
        subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 120),
        text text NOT NULL CHECK (length(text) BETWEEN 1 AND 5000),
        signature text NOT NULL CHECK (length(signature) BETWEEN 1 AND 300),
        version integer NOT NULL DEFAULT 1,
        written_at timestamptz NOT NULL,
        written_by uuid NOT NULL REFERENCES staff,
        -- a draft until then
        begun_at timestamptz,
        begun_by uuid REFERENCES staff,
        receivers integer NOT NULL DEFAULT 0,
        -- of them had one that day already and wait for an administrator
        asking integer NOT NULL DEFAULT 0,
        decided_at timestamptz,
        decided_by uuid REFERENCES staff,
        approved boolean,
        decline_reason text NOT NULL DEFAULT '',
        stopped_at timestamptz,
        stopped_by uuid REFERENCES staff,
        CHECK ((begun_at IS NULL) = (begun_by IS NULL)),
        CHECK ((decided_at IS NULL) = (approved IS NULL) AND (decided_at IS NULL) = (decided_by IS NULL)),
        CHECK (begun_at IS NOT NULL OR (decided_at IS NULL AND stopped_at IS NULL))
      );
      CREATE INDEX mailings_newest ON mailings (coalesce(begun_at, written_at) DESC, id DESC);
      CREATE INDEX mailings_asking ON mailings (begun_at)
        WHERE begun_at IS NOT NULL AND asking > 0 AND decided_at IS NULL AND stopped_at IS NULL;

      -- each gets it once: the letter itself is unique by resident, kind and mailing, too
      CREATE TABLE mailing_receivers (
        mailing_id uuid NOT NULL REFERENCES mailings ON DELETE CASCADE,
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        -- waits for an administrator, is to be written, stands among the letters, will not be written
        state text NOT NULL CHECK (state IN ('asks', 'ready', 'queued', 'declined', 'stopped')),
        PRIMARY KEY (mailing_id, user_id)
      );
      CREATE INDEX mailing_receivers_user ON mailing_receivers (user_id);
      CREATE INDEX mailing_receivers_ready ON mailing_receivers (mailing_id, user_id) WHERE state = 'ready';

      -- whoever takes the row of a resident and a day may write to them without asking
      CREATE TABLE mailing_days (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        day date NOT NULL,
        mailing_id uuid NOT NULL REFERENCES mailings ON DELETE CASCADE,
        PRIMARY KEY (user_id, day)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mailing_days, mailing_receivers, mailings');
  }
}
