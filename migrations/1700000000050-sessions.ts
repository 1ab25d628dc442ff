import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions of residents and staff; only a hash of the cookie is kept. */
export class Sessions1700000000050 implements MigrationInterface {
  name = 'Sessions1700000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE sessions (
        id_hash bytea PRIMARY KEY,
        public_id uuid NOT NULL DEFAULT gen_random_uuid() UNIQUE,
        user_id uuid REFERENCES users ON DELETE CASCADE,
        staff_id uuid REFERENCES staff ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        last_seen_at timestamptz NOT NULL DEFAULT now(),
        idle_seconds integer NOT NULL,
        expires_at timestamptz NOT NULL,
        remember boolean NOT NULL DEFAULT false,
        ip text,
        user_agent text,
        data jsonb NOT NULL DEFAULT '{}',
        CHECK ((user_id IS NULL) <> (staff_id IS NULL))
      );
      CREATE INDEX sessions_user ON sessions (user_id);
      CREATE INDEX sessions_staff ON sessions (staff_id);
      CREATE INDEX sessions_expires_at ON sessions (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE sessions`);
  }
}
