import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds the entries whose time is over. */
export class ErasedAppeals1700000000384 implements MigrationInterface {
  name = 'ErasedAppeals1700000000384';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'CREATE INDEX appeals_kept ON appeals (registered_at) WHERE erased_at IS NULL AND NOT waits',
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX appeals_kept');
  }
}
