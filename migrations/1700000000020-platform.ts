import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Counters of attempts, keys of forms already accepted, and what the panel's search boxes look through. */
export class Platform1700000000020 implements MigrationInterface {
  name = 'Platform1700000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SEARCH_KEY);
    await runner.query(`
      CREATE TABLE rate_limits (
        key varchar(255) PRIMARY KEY,
        points integer NOT NULL DEFAULT 0,
        expire bigint
      );
      CREATE INDEX rate_limits_expire ON rate_limits (expire);

      CREATE TABLE form_keys (
        key text PRIMARY KEY CHECK (length(key) <= 64),
        accepted_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX form_keys_accepted_at ON form_keys (accepted_at);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE rate_limits, form_keys; DROP FUNCTION search_key`);
  }
}

/**
 * A text as trigram indexes hold it: small letters, Russian ones as Latin. Where lc_ctype is C, as in the embedded
 * database, pg_trgm takes no other letters for letters and would index nothing of a Russian name. Letters that share
 * a Latin one only make the index less exact: whoever searches compares the texts themselves as well.
 */
const SEARCH_KEY = `
  CREATE EXTENSION IF NOT EXISTS pg_trgm;
  CREATE FUNCTION search_key(text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT translate(lower($1 COLLATE "ru-x-icu"),
      'абвгдеёжзийклмнопрстуфхцчшщъыьэюя', 'abvgdeejziiklmnoprstufhcqwwxixeuy')
  $$;
`;
