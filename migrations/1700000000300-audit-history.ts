import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the journal holds about a record is read from its newest line on. */
export class AuditHistory1700000000300 implements MigrationInterface {
  name = 'AuditHistory1700000000300';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX audit_events_history ON audit_events (object_kind, object_id, id);
      DROP INDEX audit_events_object;
      CREATE INDEX audit_events_resident ON audit_events ((details->>'userId'), id) WHERE details->>'userId' IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX audit_events_resident;
      CREATE INDEX audit_events_object ON audit_events (object_kind, object_id);
      DROP INDEX audit_events_history;
    `);
  }
}
