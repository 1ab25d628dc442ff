import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Code words that the office hands out; only an HMAC of the word is kept. */
export class CodeWords1700000000080 implements MigrationInterface {
  name = 'CodeWords1700000000080';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE code_words (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        word_hmac bytea NOT NULL UNIQUE,
        issued_by uuid NOT NULL REFERENCES staff,
        issued_at timestamptz NOT NULL DEFAULT now(),
        expires_at timestamptz NOT NULL,
        max_uses integer NOT NULL DEFAULT 1 CHECK (max_uses BETWEEN 1 AND 5),
        used_count integer NOT NULL DEFAULT 0 CHECK (used_count BETWEEN 0 AND max_uses),
        last_used_at timestamptz,
        revoked_at timestamptz,
        revoked_by uuid REFERENCES staff,
        revoke_reason text CHECK (length(revoke_reason) <= 500)
      );
      CREATE INDEX code_words_issued_at ON code_words (issued_at DESC);
      CREATE INDEX code_words_last_used_at ON code_words (last_used_at);

      CREATE TABLE code_word_accounts (
        code_word_id uuid NOT NULL REFERENCES code_words,
        account_id uuid NOT NULL REFERENCES accounts,
        PRIMARY KEY (code_word_id, account_id)
      );
      CREATE INDEX code_word_accounts_account ON code_word_accounts (account_id);

      ALTER TABLE account_links
        ADD CONSTRAINT account_links_code_word FOREIGN KEY (code_word_id) REFERENCES code_words;
      CREATE INDEX account_links_code_word ON account_links (code_word_id);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `ALTER TABLE account_links DROP CONSTRAINT account_links_code_word; DROP TABLE code_word_accounts, code_words`,
    );
  }
}
