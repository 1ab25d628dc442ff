import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A login that is an address which the resident has left becomes the present one, as it does now with each change of
 * address: the next owner of the old address must be able to register with it.
 */
export class LoginsThatWereAddresses1700000000180 implements MigrationInterface {
  name = 'LoginsThatWereAddresses1700000000180';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE users u SET login = u.email, login_key = lower(u.email COLLATE "ru-x-icu")
      WHERE u.login_key LIKE '%@%' AND u.status <> 'pending' AND u.login_key <> lower(u.email COLLATE "ru-x-icu")
        AND NOT EXISTS (SELECT FROM users o WHERE o.login_key = lower(u.email COLLATE "ru-x-icu"))`);
  }

  /** The old logins are not kept anywhere. */
  async down(): Promise<void> {}
}
