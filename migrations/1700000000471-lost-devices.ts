import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What residents lose with a device is taken off by the office: asked for by one, confirmed by another, told by letter. */
export class LostDevices1700000000471 implements MigrationInterface {
  name = 'LostDevices1700000000471';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE lost_devices (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        ground text NOT NULL,
        staff_id uuid NOT NULL REFERENCES staff,
        asked_at timestamptz NOT NULL,
        -- with one confirmation not before
        due_at timestamptz NOT NULL,
        confirmed_by uuid REFERENCES staff CHECK (confirmed_by <> staff_id),
        confirmed_at timestamptz,
        confirmed_again_by uuid REFERENCES staff
          CHECK (confirmed_again_by <> staff_id AND confirmed_again_by <> confirmed_by),
        outcome text CHECK (outcome IN ('done', 'refused', 'withdrawn', 'disowned', 'past')),
        ended_at timestamptz,
        -- of the link «это не я», of which a letter alone knows the secret
        link_hmac bytea CONSTRAINT lost_devices_link UNIQUE,
        told_to text NOT NULL,
        disowned_at timestamptz,
        CHECK ((confirmed_by IS NULL) = (confirmed_at IS NULL)),
        CHECK ((outcome IS NULL) = (ended_at IS NULL)),
        CHECK (outcome <> 'done' OR confirmed_by IS NOT NULL)
      );
      CREATE UNIQUE INDEX lost_devices_open ON lost_devices (user_id) WHERE ended_at IS NULL;
      CREATE INDEX lost_devices_user ON lost_devices (user_id, asked_at);
      CREATE INDEX lost_devices_of_staff ON lost_devices (staff_id, asked_at);
      CREATE INDEX lost_devices_asked ON lost_devices (asked_at);
      CREATE INDEX lost_devices_due ON lost_devices (due_at) WHERE ended_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE lost_devices');
  }
}
