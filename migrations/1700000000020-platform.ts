import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters of attempts and keys of forms already accepted. */
export class Platform1700000000020 implements MigrationInterface {
  name = 'Platform1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE rate_limits (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
      CREATE INDEX rate_limits_expire ON rate_limits (expire);

      CREATE TABLE form_keys (
        key text PRIMARY KEY CHECK (length(key) <= 64),
        accepted_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX form_keys_accepted_at ON form_keys (accepted_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rate_limits, form_keys`);
  }
}
