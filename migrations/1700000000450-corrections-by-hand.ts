import type { MigrationInterface, QueryRunner } from 'typeorm';

const EDITED = ['owner_name', 'total_area', 'residents', 'closed', 'unit_id'];

/** Accounts that people correct: a version for whoever comes second, since when one is closed, and what was set by hand. */
export class CorrectionsByHand1700000000450 implements MigrationInterface {
  name = 'CorrectionsByHand1700000000450';

  async up(runner: QueryRunner): Promise<void> {
    const row = (name: string): string => `(${EDITED.map((column) => `${name}.${column}`).join(', ')})`;
    await runner.query(`
      ALTER TABLE accounts ADD version integer NOT NULL DEFAULT 1, ADD closed_on date,
        ADD CONSTRAINT accounts_closed_on CHECK (closed OR closed_on IS NULL);
      CREATE TRIGGER accounts_version BEFORE UPDATE OF ${EDITED.join(', ')} ON accounts FOR EACH ROW
        WHEN (${row('OLD')} IS DISTINCT FROM ${row('NEW')}) EXECUTE FUNCTION next_version();
      -- an account that is open again has not been closed, whoever opens it
      CREATE FUNCTION forget_closing() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.closed_on := NULL;
        RETURN NEW;
      END $$;
      CREATE TRIGGER accounts_reopened BEFORE UPDATE OF closed ON accounts FOR EACH ROW
        WHEN (OLD.closed AND NOT NEW.closed) EXECUTE FUNCTION forget_closing();

      -- What somebody has set by hand and no file has said since; the value is that of the account itself.
      CREATE TABLE account_corrections (
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        field text NOT NULL CHECK (field IN ('owner_name', 'total_area', 'residents', 'place', 'closed')),
        ground text NOT NULL CHECK (length(ground) BETWEEN 1 AND 300),
        staff_id uuid NOT NULL REFERENCES staff,
        made_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, field)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE account_corrections;
      DROP TRIGGER accounts_reopened ON accounts;
      DROP TRIGGER accounts_version ON accounts;
      DROP FUNCTION forget_closing;
      ALTER TABLE accounts DROP closed_on, DROP version;
    `);
  }
}
