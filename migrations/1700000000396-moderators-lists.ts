import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of what is not published holds entries of three states: it is read in its order, not put together and sorted. */
export class ModeratorsLists1700000000396 implements MigrationInterface {
  name = 'ModeratorsLists1700000000396';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX appeal_publications_kept ON appeal_publications (answered_at DESC, appeal_id DESC)
        WHERE state IN ('refused', 'removed', 'withdrawn')`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX appeal_publications_kept');
  }
}
