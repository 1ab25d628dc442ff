import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Invitations of owners: to an address, once, for some days; only an HMAC of what the letter carries is kept. */
export class HouseholdInvitations1700000000443 implements MigrationInterface {
  name = 'HouseholdInvitations1700000000443';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE household_invitations (
        id uuid PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        invited_by uuid NOT NULL REFERENCES users,
        email text NOT NULL CHECK (length(email) <= 254),
        email_key text NOT NULL,
        role text NOT NULL CHECK (role IN ('family', 'tenant', 'trusted', 'payer')),
        until timestamptz,
        sees_money boolean NOT NULL DEFAULT false,
        token_hmac bytea NOT NULL,
        created_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        accepted_at timestamptz,
        accepted_by uuid REFERENCES users,
        revoked_at timestamptz,
        CHECK (role <> 'tenant' OR until IS NOT NULL),
        CHECK ((accepted_at IS NULL) = (accepted_by IS NULL)),
        CHECK (accepted_at IS NULL OR revoked_at IS NULL)
      );
      -- a new invitation takes the place of the one that waits
      CREATE UNIQUE INDEX household_invitations_waiting ON household_invitations (account_id, email_key)
        WHERE accepted_at IS NULL AND revoked_at IS NULL;
      CREATE INDEX household_invitations_expires ON household_invitations (expires_at);
      CREATE INDEX household_invitations_inviter ON household_invitations (invited_by);
      CREATE INDEX household_invitations_receiver ON household_invitations (email_key);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE household_invitations');
  }
}
