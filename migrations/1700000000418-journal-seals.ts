import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The chain over the journal: each seal covers the lines since the one before, and the seal before. */
export class JournalSeals1700000000418 implements MigrationInterface {
  name = 'JournalSeals1700000000418';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE audit_seals (
        no bigint PRIMARY KEY CHECK (no > 0),
        after_id bigint NOT NULL,
        last_id bigint NOT NULL CHECK (last_id > after_id),
        lines integer NOT NULL CHECK (lines > 0),
        mac bytea NOT NULL CHECK (length(mac) = 32),
        made_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE TRIGGER audit_seals_only_grow
        BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_seals FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

      -- how far numbers have been given out, and, a look later, which transactions must be over before that may be sealed;
      -- beside it how the last check of the whole chain has ended
      CREATE TABLE audit_sealing (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        last_id bigint,
        until_xid xid8,
        checked_at timestamptz,
        trouble text
      );
      INSERT INTO audit_sealing DEFAULT VALUES;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE audit_sealing, audit_seals');
  }
}
