import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People of the office and their roles. */
export class Staff1700000000040 implements MigrationInterface {
  name = 'Staff1700000000040';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE staff (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        login text NOT NULL,
        login_key text NOT NULL UNIQUE,
        name text NOT NULL CHECK (length(name) <= 120),
        email text NOT NULL CHECK (length(email) <= 254),
        password_hash text NOT NULL,
        password_changed_at timestamptz(3) NOT NULL,
        must_change_password boolean NOT NULL DEFAULT false,
        password_expires_at timestamptz,
        role text NOT NULL CHECK (role IN ('operator', 'administrator')),
        disabled_at timestamptz,
        last_sign_in_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now()
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE staff`);
  }
}
