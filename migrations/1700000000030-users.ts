import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the panel searches residents by; the same expression as in residents.admin.ts. */
const SEARCHED = `last_name || ' ' || first_name || ' ' || middle_name || chr(10) || first_name || ' ' || last_name
        || chr(10) || login || chr(10) || email || chr(10) || phone`;

/** Residents, their consents and the codes that go by letter. */
export class Users1700000000030 implements MigrationInterface {
  name = 'Users1700000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE users (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        public_no bigint NOT NULL UNIQUE,
        login text NOT NULL CHECK (length(login) BETWEEN 3 AND 254),
        login_key text NOT NULL UNIQUE,
        email text NOT NULL CHECK (length(email) <= 254),
        email_key text NOT NULL,
        email_confirmed_at timestamptz,
        password_hash text,
        password_changed_at timestamptz(3) NOT NULL,
        first_name text NOT NULL CHECK (length(first_name) <= 60),
        middle_name text NOT NULL DEFAULT '' CHECK (length(middle_name) <= 60),
        last_name text NOT NULL CHECK (length(last_name) <= 60),
        phone text NOT NULL DEFAULT '' CHECK (length(phone) <= 32),
        status text NOT NULL CHECK (status IN ('pending', 'active', 'blocked')),
        block_reason text,
        last_sign_in_at timestamptz,
        created_at timestamptz NOT NULL DEFAULT now(),
        CHECK (status <> 'active' OR email_confirmed_at IS NOT NULL)
      );
      CREATE UNIQUE INDEX users_confirmed_email ON users (email_key) WHERE email_confirmed_at IS NOT NULL;
      CREATE INDEX users_email ON users (email_key);
      CREATE INDEX users_created_at ON users (created_at);
      CREATE INDEX users_search ON users USING gin (search_key(${SEARCHED}) gin_trgm_ops);

      CREATE TABLE consents (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        document text NOT NULL,
        version text NOT NULL,
        given_at timestamptz NOT NULL DEFAULT now(),
        ip text,
        user_agent text
      );
      CREATE INDEX consents_user ON consents (user_id);

      CREATE TABLE auth_codes (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        purpose text NOT NULL CHECK (purpose IN ('confirm', 'recover', 'email')),
        email text NOT NULL,
        code_hmac bytea NOT NULL,
        link_hmac bytea NOT NULL,
        browser_hmac bytea,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        used_at timestamptz,
        superseded_at timestamptz,
        typed_attempts integer NOT NULL DEFAULT 0
      );
      CREATE INDEX auth_codes_user ON auth_codes (user_id, purpose, created_at DESC);
      CREATE UNIQUE INDEX auth_codes_one_live ON auth_codes (user_id, purpose)
        WHERE used_at IS NULL AND superseded_at IS NULL;
      CREATE INDEX auth_codes_expires_at ON auth_codes (expires_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE auth_codes, consents, users`);
  }
}
