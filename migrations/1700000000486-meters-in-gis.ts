import type { MigrationInterface, QueryRunner } from 'typeorm';

const SHOWN = [
  ...['number', 'place', 'external_id', 'resource', 'tariffs', 'capacity', 'decimals', 'initial_values'],
  ...['installed_on', 'commissioned_on', 'sealed_on', 'verified_on', 'verification_due', 'automatic'],
  ...['removed_on'],
];

/**
 * How ГИС ЖКХ itself numbers a meter: neither the number of the factory nor what the accounting calls it, and nobody can
 * tell it from these.
 */
export class MetersInGis1700000000486 implements MigrationInterface {
  name = 'MetersInGis1700000000486';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- what reads all meters, the check and the index, comes when the table is free again
      ALTER TABLE meters ADD gis_number text NOT NULL DEFAULT '',
        ADD CONSTRAINT meters_gis_number_check CHECK (length(gis_number) <= 60) NOT VALID;
      ${version([...SHOWN, 'gis_number'])}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`${version(SHOWN)}; ALTER TABLE meters DROP gis_number`);
  }
}

/** A change of what forms show of a meter is a new version of it. */
function version(columns: readonly string[]): string {
  const row = (name: string) => `(${columns.map((column) => `${name}.${column}`).join(', ')})`;
  return `
    DROP TRIGGER meters_version ON meters;
    CREATE TRIGGER meters_version BEFORE UPDATE ON meters FOR EACH ROW
      WHEN (${row('OLD')} IS DISTINCT FROM ${row('NEW')}) EXECUTE FUNCTION next_version()`;
}
