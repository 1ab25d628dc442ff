import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Photos of dials: the pictures stand in FILES_DIR, here is to which readings they belong. */
export class MeterPhotos1700000000150 implements MigrationInterface {
  name = 'MeterPhotos1700000000150';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meter_photos (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        reading_id bigint NOT NULL REFERENCES meter_readings,
        user_id uuid NOT NULL REFERENCES users,
        file text NOT NULL UNIQUE,
        width integer NOT NULL CHECK (width > 0),
        height integer NOT NULL CHECK (height > 0),
        bytes integer NOT NULL CHECK (bytes > 0),
        created_at timestamptz NOT NULL
      );
      CREATE INDEX meter_photos_reading ON meter_photos (reading_id, created_at);
      CREATE INDEX meter_photos_user ON meter_photos (user_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE meter_photos');
  }
}
