import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Moderators join the people of the office. */
export class Moderators1700000000371 implements MigrationInterface {
  name = 'Moderators1700000000371';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE staff DROP CONSTRAINT staff_role_check,
        ADD CONSTRAINT staff_role_check
          CHECK (role IN ('operator', 'dispatcher', 'accountant', 'moderator', 'administrator'));
      -- to whom work can be given
      CREATE VIEW office_people AS SELECT id, name, role, email, disabled_at IS NULL AS active FROM staff;
    `);
  }

  /** Whoever was a moderator may no longer come in, rather than get other rights. */
  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW office_people;
      UPDATE staff SET role = 'operator', disabled_at = coalesce(disabled_at, now()) WHERE role = 'moderator';
      ALTER TABLE staff DROP CONSTRAINT staff_role_check,
        ADD CONSTRAINT staff_role_check CHECK (role IN ('operator', 'dispatcher', 'accountant', 'administrator'));
    `);
  }
}
