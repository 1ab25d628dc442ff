import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Profiles of social networks that residents sign in with; one of each network for a resident. */
export class Identities1700000000100 implements MigrationInterface {
  name = 'Identities1700000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE identities (
        provider text NOT NULL CHECK (provider IN ('vk')),
        subject text NOT NULL CHECK (length(subject) BETWEEN 1 AND 64),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        created_at timestamptz NOT NULL DEFAULT now(),
        CONSTRAINT identities_subject PRIMARY KEY (provider, subject),
        CONSTRAINT identities_one_each UNIQUE (user_id, provider)
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE identities`);
  }
}
