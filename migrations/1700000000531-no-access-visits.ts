import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Days on which nobody opened the door to whoever reads meters: once a day is enough to say. */
export class NoAccessVisits1700000000531 implements MigrationInterface {
  name = 'NoAccessVisits1700000000531';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE no_access_visits (
        account_id uuid NOT NULL REFERENCES accounts,
        day date NOT NULL,
        staff_id uuid NOT NULL REFERENCES staff,
        noted_at timestamptz NOT NULL,
        PRIMARY KEY (account_id, day)
      );
      CREATE INDEX no_access_visits_staff ON no_access_visits (staff_id);
      CREATE INDEX no_access_visits_day ON no_access_visits (day);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE no_access_visits');
  }
}
