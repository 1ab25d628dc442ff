import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the journal of requests holds besides: when the applicant was told by letter; and requests may be forgotten one by one. */
export class RequestJournal1700000000360 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- when the mail server took the last letter about it
      ALTER TABLE service_requests ADD COLUMN notified_at timestamptz;
      -- what was merged into a request may have been open longer, and stays when its parent is forgotten
      ALTER TABLE service_requests DROP CONSTRAINT service_requests_parent_id_fkey,
        ADD CONSTRAINT service_requests_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES service_requests ON DELETE SET NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE service_requests DROP COLUMN notified_at, DROP CONSTRAINT service_requests_parent_id_fkey,
        ADD CONSTRAINT service_requests_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES service_requests;
    `);
  }
}
