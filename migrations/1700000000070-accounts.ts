import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Houses, units, personal accounts and who is linked to them. */
export class Accounts1700000000070 implements MigrationInterface {
  name = 'Accounts1700000000070';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE houses (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        address text COLLATE "ru-x-icu" NOT NULL UNIQUE CHECK (length(address) BETWEEN 1 AND 300)
      );
      CREATE INDEX houses_search ON houses USING gin (search_key(address) gin_trgm_ops);

      CREATE TABLE units (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        house_id uuid NOT NULL REFERENCES houses,
        number text NOT NULL DEFAULT '' CHECK (length(number) <= 30),
        type text NOT NULL DEFAULT 'flat'
          CHECK (type IN ('flat', 'apartment', 'room', 'parking', 'storage', 'commercial', 'house')),
        UNIQUE (house_id, type, number)
      );

      CREATE TABLE accounts (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number text NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 30),
        unit_id uuid NOT NULL REFERENCES units,
        owner_name text COLLATE "ru-x-icu" NOT NULL DEFAULT '' CHECK (length(owner_name) <= 200),
        total_area numeric(9, 2) CHECK (total_area >= 0),
        residents integer CHECK (residents BETWEEN 0 AND 999),
        els text NOT NULL DEFAULT '' CHECK (length(els) <= 10),
        hcs_id text NOT NULL DEFAULT '' CHECK (length(hcs_id) <= 13),
        closed boolean NOT NULL DEFAULT false,
        balance_kopecks bigint,
        balance_at timestamptz,
        updated_at timestamptz NOT NULL DEFAULT now(),
        CHECK ((balance_kopecks IS NULL) = (balance_at IS NULL))
      );
      CREATE INDEX accounts_unit ON accounts (unit_id);
      CREATE INDEX accounts_number_search ON accounts USING gin (search_key(number) gin_trgm_ops);
      CREATE INDEX accounts_owner_search ON accounts USING gin (search_key(owner_name) gin_trgm_ops);

      CREATE TABLE account_links (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        user_id uuid NOT NULL REFERENCES users,
        account_id uuid NOT NULL REFERENCES accounts,
        code_word_id uuid,
        created_at timestamptz NOT NULL DEFAULT now(),
        ended_at timestamptz,
        ended_by text CHECK (ended_by IN ('resident', 'staff')),
        end_reason text CHECK (length(end_reason) <= 500),
        CHECK ((ended_at IS NULL) = (ended_by IS NULL))
      );
      CREATE UNIQUE INDEX account_links_active ON account_links (user_id, account_id) WHERE ended_at IS NULL;
      CREATE INDEX account_links_user ON account_links (user_id);
      CREATE INDEX account_links_created_at ON account_links (created_at DESC);
      CREATE INDEX account_links_account ON account_links (account_id);

      CREATE TABLE imports (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL,
        file_name text NOT NULL,
        sha256 text NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        staff_id uuid REFERENCES staff,
        rows_new integer NOT NULL,
        rows_changed integer NOT NULL,
        rows_unchanged integer NOT NULL,
        rows_wrong integer NOT NULL
      );
      CREATE INDEX imports_created_at ON imports (created_at DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`DROP TABLE account_links, accounts, units, houses, imports`);
  }
}
