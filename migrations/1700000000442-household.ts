import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose account it is and as whom others see it: who has linked one until now is an owner. */
export class Household1700000000442 implements MigrationInterface {
  name = 'Household1700000000442';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE account_links
        ADD COLUMN role text NOT NULL DEFAULT 'owner' CHECK (role IN ('owner', 'family', 'tenant', 'trusted', 'payer')),
        -- the midnight after the last day, in the time zone of the company
        ADD COLUMN until timestamptz,
        ADD COLUMN sees_money boolean NOT NULL DEFAULT false,
        ADD COLUMN invited_by uuid REFERENCES users,
        ADD CONSTRAINT account_links_owner_for_good CHECK (role <> 'owner' OR until IS NULL),
        ADD CONSTRAINT account_links_tenant_until CHECK (role <> 'tenant' OR until IS NOT NULL),
        DROP CONSTRAINT account_links_ended_by_check,
        ADD CONSTRAINT account_links_ended_by_check CHECK (ended_by IN ('resident', 'staff', 'owner', 'time'));
      CREATE INDEX account_links_until ON account_links (until) WHERE ended_at IS NULL AND until IS NOT NULL;

      -- an end date acts at once: whoever closes the row later writes the journal and the letter
      CREATE OR REPLACE VIEW active_links AS
        SELECT id, user_id, account_id, code_word_id, created_at, role, sees_money, until, invited_by FROM account_links
        WHERE ended_at IS NULL AND (until IS NULL OR until > now());
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW active_links;
      CREATE VIEW active_links AS
        SELECT id, user_id, account_id, code_word_id, created_at FROM account_links WHERE ended_at IS NULL;
      ALTER TABLE account_links DROP COLUMN role, DROP COLUMN until, DROP COLUMN sees_money, DROP COLUMN invited_by;
    `);
  }
}
