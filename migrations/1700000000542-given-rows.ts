import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of an account asks which rows were given to it, and taken back. */
export class GivenRows1700000000542 implements MigrationInterface {
  name = 'GivenRows1700000000542';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX audit_events_given ON audit_events ((details->>'account'), id)
        WHERE action IN ('batch.assigned', 'batch.unassigned')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX audit_events_given');
  }
}
