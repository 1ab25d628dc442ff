import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Why an administrator said no to what somebody of the office has asked for, until they ask anew. */
export class RefusedWishes1700000000353 implements MigrationInterface {
  name = 'RefusedWishes1700000000353';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE refused_wishes (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        -- of a deed, or the lost device
        kind text NOT NULL,
        -- whoever has asked
        staff_id uuid NOT NULL REFERENCES staff,
        reason text NOT NULL,
        refused_by uuid NOT NULL REFERENCES staff,
        refused_at timestamptz NOT NULL,
        PRIMARY KEY (user_id, kind)
      );
      CREATE INDEX refused_wishes_of_staff ON refused_wishes (staff_id, refused_at);
      CREATE INDEX refused_wishes_refused ON refused_wishes (refused_at)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE refused_wishes');
  }
}
