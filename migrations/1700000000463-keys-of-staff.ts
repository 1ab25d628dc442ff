import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People of the office sign in with a key of their device, too; questions that were asked before a restore are worthless. */
export class KeysOfStaff1700000000463 implements MigrationInterface {
  name = 'KeysOfStaff1700000000463';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE staff_passkeys (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        staff_id uuid NOT NULL REFERENCES staff ON DELETE CASCADE,
        credential text NOT NULL CONSTRAINT staff_passkeys_credential UNIQUE CHECK (length(credential) <= 1400),
        public_key bytea NOT NULL,
        counter bigint NOT NULL CHECK (counter >= 0),
        name text NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
        created_at timestamptz NOT NULL,
        last_used_at timestamptz
      );
      CREATE INDEX staff_passkeys_staff ON staff_passkeys (staff_id);
      ALTER TABLE staff_sign_ins DROP CONSTRAINT staff_sign_ins_way_check,
        ADD CONSTRAINT staff_sign_ins_way_check CHECK (way IN ('password', 'code', 'passkey')) NOT VALID;
      ALTER TABLE installation ADD restored_at timestamptz;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE installation DROP restored_at;
      DROP TABLE staff_passkeys;
      DELETE FROM staff_sign_ins WHERE way = 'passkey';
      ALTER TABLE staff_sign_ins DROP CONSTRAINT staff_sign_ins_way_check,
        ADD CONSTRAINT staff_sign_ins_way_check CHECK (way IN ('password', 'code'));
    `);
  }
}
