import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles describe files of accounts and meters, too. */
export class ProfilesOfAllImports1700000000490 implements MigrationInterface {
  name = 'ProfilesOfAllImports1700000000490';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE import_profiles DROP CONSTRAINT import_profiles_kind_check,
        ADD CONSTRAINT import_profiles_kind_check
          CHECK (kind IN ('accounts', 'charges', 'balances', 'payments', 'meters'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DELETE FROM import_profiles WHERE kind IN ('accounts', 'meters');
      ALTER TABLE import_profiles DROP CONSTRAINT import_profiles_kind_check,
        ADD CONSTRAINT import_profiles_kind_check CHECK (kind IN ('charges', 'balances', 'payments'))`);
  }
}
