import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Residents sign in with a key of their device in the place of the password. */
export class Passkeys1700000000452 implements MigrationInterface {
  name = 'Passkeys1700000000452';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE passkeys (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        credential text NOT NULL CONSTRAINT passkeys_credential UNIQUE CHECK (length(credential) <= 1400),
        public_key bytea NOT NULL,
        counter bigint NOT NULL CHECK (counter >= 0),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
        created_at timestamptz NOT NULL,
        last_used_at timestamptz
      );
      CREATE INDEX passkeys_user ON passkeys (user_id);
      ALTER TABLE sign_ins DROP CONSTRAINT sign_ins_way_check,
        ADD CONSTRAINT sign_ins_way_check CHECK (way IN ('password', 'passkey', 'vk', 'yandex', 'oidc')) NOT VALID;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE passkeys;
      DELETE FROM sign_ins WHERE way = 'passkey';
      ALTER TABLE sign_ins DROP CONSTRAINT sign_ins_way_check,
        ADD CONSTRAINT sign_ins_way_check CHECK (way IN ('password', 'vk', 'yandex', 'oidc'));
    `);
  }
}
