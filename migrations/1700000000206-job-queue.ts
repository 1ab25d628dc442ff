import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Jobs wait in a queue: whose process begins or works on one is said by a claim, which that instance renews. */
export class JobQueue1700000000206 implements MigrationInterface {
  name = 'JobQueue1700000000206';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE jobs
        ADD COLUMN claim uuid,
        -- While this lies ahead, a process of the claim exists or is being started.
        ADD COLUMN lease_until timestamptz,
        -- Processes that have ended before they took the job.
        ADD COLUMN starts integer NOT NULL DEFAULT 0;
      CREATE INDEX jobs_under_way ON jobs (created_at, id) WHERE state IN ('queued', 'running');

      -- Shown as interrupted so far; a queue must not begin them after all this time.
      UPDATE jobs SET state = 'failed', error = 'Прервано', finished_at = now()
      WHERE state IN ('queued', 'running') AND heartbeat_at < now() - interval '60 seconds';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX jobs_under_way;
      ALTER TABLE jobs DROP COLUMN claim, DROP COLUMN lease_until, DROP COLUMN starts;
    `);
  }
}
