import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Accounts are looked for by numbers without zeros in front and by identifiers of ГИС ЖКХ. */
export class LookupsOfAccounts1700000000241 implements MigrationInterface {
  name = 'LookupsOfAccounts1700000000241';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX accounts_plain_number ON accounts (ltrim(number, '0'));
      CREATE INDEX accounts_els ON accounts (els) WHERE els <> '';
      CREATE INDEX accounts_hcs_id ON accounts (hcs_id) WHERE hcs_id <> '';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX accounts_plain_number, accounts_els, accounts_hcs_id');
  }
}
