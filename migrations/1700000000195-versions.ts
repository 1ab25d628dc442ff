import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tables whose rows people change by forms, with what those forms show. */
const EDITED: Readonly<Record<string, readonly string[]>> = {
  users: ['first_name', 'middle_name', 'last_name', 'phone'],
  staff: ['name', 'email', 'role'],
  meters: [
    ...['number', 'place', 'external_id', 'resource', 'tariffs', 'capacity', 'decimals', 'initial_values'],
    ...['installed_on', 'commissioned_on', 'sealed_on', 'verified_on', 'verification_due', 'automatic'],
    ...['removed_on'],
  ],
  reading_windows: ['start_day', 'end_day', 'ends_next_month', 'strict'],
  import_profiles: ['name', 'kind', 'layout'],
};

/** A version for each row that people change: it grows with every change, whoever makes it and by whatever way. */
export class Versions1700000000195 implements MigrationInterface {
  name = 'Versions1700000000195';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN
        NEW.version := OLD.version + 1;
        RETURN NEW;
      END $$`);
    for (const [table, columns] of Object.entries(EDITED)) {
      const row = (name: string) => `(${columns.map((column) => `${name}.${column}`).join(', ')})`;
      await runner.query(`
        ALTER TABLE ${table} ADD version integer NOT NULL DEFAULT 1;
        CREATE TRIGGER ${table}_version BEFORE UPDATE ON ${table} FOR EACH ROW
          WHEN (${row('OLD')} IS DISTINCT FROM ${row('NEW')}) EXECUTE FUNCTION next_version()`);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of Object.keys(EDITED)) {
      await runner.query(`DROP TRIGGER ${table}_version ON ${table}; ALTER TABLE ${table} DROP version`);
    }
    await runner.query('DROP FUNCTION next_version');
  }
}
