import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lines of the journal tell a resident's name as it was then: from the first change of it that came later. */
export class NamesOfThen1700000000540 implements MigrationInterface {
  name = 'NamesOfThen1700000000540';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE INDEX audit_events_names ON audit_events (object_id, id) WHERE action = 'user.profile-changed'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_events_names');
  }
}
