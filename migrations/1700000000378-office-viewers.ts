import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who of the office looks at what: at requests as until now, and at whatever else two people may open at once. */
export class OfficeViewers1700000000378 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE office_viewers (
        kind text NOT NULL CHECK (kind ~ '^[a-z-]{2,30}$'),
        subject_id uuid NOT NULL,
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        opened_at timestamptz NOT NULL,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (kind, subject_id, staff_id)
      );
      CREATE INDEX office_viewers_seen ON office_viewers (seen_at);
      INSERT INTO office_viewers (kind, subject_id, staff_id, opened_at, seen_at)
        SELECT 'request', request_id, staff_id, seen_at, seen_at FROM request_viewers;
      DROP TABLE request_viewers;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE request_viewers (
        request_id uuid NOT NULL REFERENCES service_requests ON DELETE CASCADE,
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        seen_at timestamptz NOT NULL,
        PRIMARY KEY (request_id, staff_id)
      );
      CREATE INDEX request_viewers_seen ON request_viewers (seen_at);
      INSERT INTO request_viewers (request_id, staff_id, seen_at)
        SELECT v.subject_id, v.staff_id, v.seen_at FROM office_viewers v JOIN service_requests r ON r.id = v.subject_id
        WHERE v.kind = 'request';
      DROP TABLE office_viewers;
    `);
  }
}
