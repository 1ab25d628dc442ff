import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each line of the journal names the request that stands in the log too. */
export class AuditRequests1700000000190 implements MigrationInterface {
  name = 'AuditRequests1700000000190';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_events ADD COLUMN request_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE audit_events DROP COLUMN request_id');
  }
}
