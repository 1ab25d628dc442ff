import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An address as a login belongs to whoever has confirmed it: a registration that was blocked unconfirmed keeps it from nobody. */
export class AddressesOfTheConfirmed1700000000210 implements MigrationInterface {
  name = 'AddressesOfTheConfirmed1700000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX users_login_once;
      CREATE UNIQUE INDEX users_login_once ON users (login_key)
        WHERE email_confirmed_at IS NOT NULL OR position('@' IN login_key) = 0;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX users_login_once;
      CREATE UNIQUE INDEX users_login_once ON users (login_key)
        WHERE status <> 'pending' OR position('@' IN login_key) = 0;
    `);
  }
}
