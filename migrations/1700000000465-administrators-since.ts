import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Since when somebody is an administrator; unknown of those who were before it was kept. */
export class AdministratorsSince1700000000465 implements MigrationInterface {
  name = 'AdministratorsSince1700000000465';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE staff ADD administrator_since timestamptz(3);
      CREATE OR REPLACE VIEW office_people AS
        SELECT id, name, role, email, disabled_at IS NULL AS active, administrator_since FROM staff;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW office_people;
      CREATE VIEW office_people AS SELECT id, name, role, email, disabled_at IS NULL AS active FROM staff;
      ALTER TABLE staff DROP administrator_since;
    `);
  }
}
