import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Dispatchers join the people of the office. */
export class Dispatchers1700000000330 implements MigrationInterface {
  name = 'Dispatchers1700000000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE staff DROP CONSTRAINT staff_role_check,
        ADD CONSTRAINT staff_role_check CHECK (role IN ('operator', 'dispatcher', 'accountant', 'administrator'));
    `);
  }

  /** Whoever was a dispatcher may no longer come in, rather than get other rights. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      UPDATE staff SET role = 'operator', disabled_at = coalesce(disabled_at, now()) WHERE role = 'dispatcher';
      ALTER TABLE staff DROP CONSTRAINT staff_role_check,
        ADD CONSTRAINT staff_role_check CHECK (role IN ('operator', 'accountant', 'administrator'));
    `);
  }
}
