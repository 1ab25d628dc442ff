import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the office changes of residents' ways in: done, or waiting for an administrator. */
export class ResidentDeeds1700000000422 implements MigrationInterface {
  name = 'ResidentDeeds1700000000422';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE resident_deeds (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        -- the resident may be removed, and then it still counts
        user_id uuid REFERENCES users ON DELETE SET NULL,
        kind text NOT NULL CHECK (kind IN ('email', 'slip', 'confirm', 'details', 'remove')),
        fields jsonb NOT NULL,
        ground text NOT NULL,
        staff_id uuid NOT NULL REFERENCES staff,
        asked_at timestamptz NOT NULL,
        decided_by uuid REFERENCES staff CHECK (decided_by <> staff_id),
        approved_at timestamptz,
        refused_at timestamptz,
        done_at timestamptz
      );
      CREATE INDEX resident_deeds_of_staff ON resident_deeds (staff_id, kind, done_at) WHERE decided_by IS NULL;
      CREATE UNIQUE INDEX resident_deeds_open ON resident_deeds (user_id, kind)
        WHERE done_at IS NULL AND refused_at IS NULL;
      CREATE INDEX resident_deeds_asked ON resident_deeds (asked_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE resident_deeds');
  }
}
