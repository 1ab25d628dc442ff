import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The dispatcher's desk: what is soon late and what is done by indexes, and proposals that nobody wants to see again. */
export class Desk1700000000350 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX service_requests_soon ON service_requests (soon_at, due_at, id)
        WHERE due_at IS NOT NULL AND parent_id IS NULL;
      -- done, closed and declined ones, the newest first
      CREATE INDEX service_requests_over ON service_requests (state, registered_at DESC, id DESC) WHERE due_at IS NULL;
      -- a search among what is open need not go through all years
      CREATE INDEX service_requests_open_search ON service_requests USING gin (
        search_key(year::text || '-' || lpad(sequence::text, 6, '0') || chr(10) || address || chr(10) || applicant || chr(10) || phone)
        gin_trgm_ops) WHERE due_at IS NOT NULL;

      -- «Не предлагать»: no outage is proposed for so long
      CREATE TABLE outage_refusals (
        house_id uuid NOT NULL REFERENCES houses ON DELETE CASCADE,
        category text NOT NULL REFERENCES request_categories ON DELETE CASCADE,
        refused_until timestamptz NOT NULL,
        staff_id uuid REFERENCES staff ON DELETE SET NULL,
        PRIMARY KEY (house_id, category)
      );
      CREATE INDEX outage_refusals_until ON outage_refusals (refused_until);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE outage_refusals;
      DROP INDEX service_requests_soon, service_requests_over, service_requests_open_search;
    `);
  }
}
