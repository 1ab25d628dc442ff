import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What no two jobs may do at the same time, as an index: a second click or instance finds the job that is under way. */
export class SingleJobs1700000000160 implements MigrationInterface {
  name = 'SingleJobs1700000000160';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs ADD COLUMN single text;
      CREATE UNIQUE INDEX jobs_single ON jobs (kind, single) WHERE state IN ('queued', 'running');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE jobs DROP COLUMN single`);
  }
}
