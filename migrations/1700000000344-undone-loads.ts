import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a load of meters had done to the flat is still told when the load was taken back; and which rows a flat was given. */
export class UndoneLoads1700000000344 implements MigrationInterface {
  name = 'UndoneLoads1700000000344';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What went back of a flat when a load of meters or readings was undone, in words.
      CREATE TABLE undone_meter_loads (
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        import_id uuid NOT NULL REFERENCES imports,
        told text NOT NULL,
        PRIMARY KEY (account_id, import_id)
      );
      CREATE INDEX undone_meter_loads_import ON undone_meter_loads (import_id);
      CREATE INDEX unknown_rows_given ON unknown_rows (resolved_account_id) WHERE resolved_account_id IS NOT NULL`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX unknown_rows_given; DROP TABLE undone_meter_loads');
  }
}
