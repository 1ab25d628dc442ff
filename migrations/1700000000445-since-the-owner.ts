import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was in a flat before its owner changed is not for the new one; whoever has gone reads no further. */
export class SinceTheOwner1700000000445 implements MigrationInterface {
  name = 'SinceTheOwner1700000000445';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE accounts ADD COLUMN owner_since timestamptz;
      -- as it stood when the account was linked
      ALTER TABLE account_links ADD COLUMN sees_from timestamptz;
      CREATE OR REPLACE VIEW active_links AS
        SELECT id, user_id, account_id, code_word_id, created_at, role, sees_money, until, invited_by, sees_from
        FROM account_links WHERE ended_at IS NULL AND (until IS NULL OR until > now());
      CREATE VIEW ended_links AS
        SELECT user_id, account_id, least(ended_at, until) AS ended_at FROM account_links
        WHERE ended_at IS NOT NULL OR until <= now();
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW ended_links, active_links;
      CREATE VIEW active_links AS
        SELECT id, user_id, account_id, code_word_id, created_at, role, sees_money, until, invited_by FROM account_links
        WHERE ended_at IS NULL AND (until IS NULL OR until > now());
      ALTER TABLE account_links DROP COLUMN sees_from;
      ALTER TABLE accounts DROP COLUMN owner_since;
    `);
  }
}
