import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What loads of accounts have made and changed, so that they can be taken back. */
export class UndoingOfAccounts1700000000491 implements MigrationInterface {
  name = 'UndoingOfAccounts1700000000491';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE imports ADD undone_at timestamptz, ADD undone_by uuid REFERENCES staff;

      -- An account that a load has made ('was' is null) or changed: its versions before and after, and what it was.
      CREATE TABLE import_changes (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES imports,
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        was integer,
        version integer NOT NULL,
        before jsonb
      );
      CREATE INDEX import_changes_import ON import_changes (import_id);
      CREATE INDEX import_changes_account ON import_changes (account_id);

      -- Houses and units that a load has made; they may be gone since.
      CREATE TABLE import_places (
        import_id uuid NOT NULL REFERENCES imports,
        kind text NOT NULL CHECK (kind IN ('house', 'unit')),
        place_id uuid NOT NULL,
        PRIMARY KEY (import_id, kind, place_id)
      );

      -- Those of some rows that rows of other tables refer to, but for what would go away with them.
      CREATE FUNCTION referred_to(target regclass, ids uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
      DECLARE
        reference record;
      BEGIN
        FOR reference IN
          SELECT c.conrelid::regclass AS "table", a.attname AS "column"
          FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
          WHERE c.contype = 'f' AND c.confrelid = target AND c.confdeltype <> 'c'
        LOOP
          RETURN QUERY EXECUTE format('SELECT %1$I FROM %2$s WHERE %1$I = ANY ($1)', reference.column, reference.table)
            USING ids;
        END LOOP;
      END $$`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP FUNCTION referred_to;
      DROP TABLE import_places, import_changes;
      ALTER TABLE imports DROP undone_by, DROP undone_at`);
  }
}
