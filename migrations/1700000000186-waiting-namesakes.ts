import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Registrations that wait for confirmation may have the same address as their login: the first to confirm wins.
 * Consents tell which text was agreed to by its hash.
 */
export class WaitingNamesakes1700000000186 implements MigrationInterface {
  name = 'WaitingNamesakes1700000000186';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users DROP CONSTRAINT users_login_key_key;
      CREATE UNIQUE INDEX users_login_once ON users (login_key)
        WHERE status <> 'pending' OR position('@' IN login_key) = 0;
      CREATE INDEX users_login ON users (login_key);
      ALTER TABLE consents ADD COLUMN text_sha256 text CHECK (length(text_sha256) = 64);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE consents DROP COLUMN text_sha256;
      DROP INDEX users_login_once, users_login;
      ALTER TABLE users ADD CONSTRAINT users_login_key_key UNIQUE (login_key);
    `);
  }
}
