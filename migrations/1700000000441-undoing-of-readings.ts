import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What loads of meters and readings have made and changed, so that they can be taken back. */
export class UndoingOfReadings1700000000441 implements MigrationInterface {
  name = 'UndoingOfReadings1700000000441';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- A meter that a load has made ('was' is null) or changed: its versions before and after, and what it was.
      CREATE TABLE loaded_meters (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        import_id uuid NOT NULL REFERENCES imports,
        meter_id uuid NOT NULL REFERENCES meters ON DELETE CASCADE,
        was integer,
        version integer NOT NULL,
        before jsonb
      );
      CREATE INDEX loaded_meters_import ON loaded_meters (import_id);
      CREATE INDEX loaded_meters_meter ON loaded_meters (meter_id);

      -- Accounts that a load has given to meters; one that the office takes away and gives again is its own.
      CREATE TABLE loaded_meter_accounts (
        import_id uuid NOT NULL REFERENCES imports,
        meter_id uuid NOT NULL,
        account_id uuid NOT NULL,
        PRIMARY KEY (account_id, meter_id),
        FOREIGN KEY (account_id, meter_id) REFERENCES meter_accounts ON DELETE CASCADE
      );
      CREATE INDEX loaded_meter_accounts_import ON loaded_meter_accounts (import_id, meter_id);

      -- The load that has brought a reading, and the reading that had to go for it.
      ALTER TABLE meter_readings
        ADD import_id uuid REFERENCES imports,
        ADD replaced_id bigint REFERENCES meter_readings;
      CREATE INDEX meter_readings_import ON meter_readings (import_id) WHERE import_id IS NOT NULL;
      CREATE INDEX meter_readings_replaced ON meter_readings (replaced_id) WHERE replaced_id IS NOT NULL;
      CREATE INDEX meters_replaced_by ON meters (replaced_by) WHERE replaced_by IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX meters_replaced_by;
      ALTER TABLE meter_readings DROP replaced_id, DROP import_id;
      DROP TABLE loaded_meter_accounts, loaded_meters`);
  }
}
