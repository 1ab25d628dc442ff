import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Meters, when readings are taken, and what residents and the office have said they show.
 * Values stand in the order of tariffs; a period is the first day of the month that a reading is charged in.
 */
export class Meters1700000000130 implements MigrationInterface {
  name = 'Meters1700000000130';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE meters (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        resource text NOT NULL CHECK (resource IN ('cold_water', 'hot_water', 'electricity', 'gas', 'heat')),
        number text NOT NULL CHECK (length(number) BETWEEN 1 AND 60),
        -- How the accounting calls it.
        external_id text NOT NULL DEFAULT '' CHECK (length(external_id) <= 60),
        place text COLLATE "ru-x-icu" NOT NULL DEFAULT '' CHECK (length(place) <= 100),
        tariffs smallint NOT NULL DEFAULT 1 CHECK (tariffs BETWEEN 1 AND 4),
        -- Digits before and after the point of the dial.
        capacity smallint NOT NULL CHECK (capacity BETWEEN 1 AND 9),
        decimals smallint NOT NULL CHECK (decimals BETWEEN 0 AND 6),
        -- What it showed when it was installed.
        initial_values numeric[] CHECK (cardinality(initial_values) = tariffs),
        installed_on date,
        commissioned_on date,
        sealed_on date,
        verified_on date,
        verification_due date,
        removed_on date,
        -- The one that came in its place.
        replaced_by uuid REFERENCES meters,
        -- Read by the supplier itself: shown, not asked for.
        automatic boolean NOT NULL DEFAULT false,
        updated_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX meters_number ON meters (resource, number) WHERE removed_on IS NULL;
      CREATE INDEX meters_number_search ON meters USING gin (search_key(number) gin_trgm_ops);
      CREATE INDEX meters_external_id ON meters (external_id) WHERE external_id <> '';
      CREATE INDEX meters_verification_due ON meters (verification_due) WHERE removed_on IS NULL;

      CREATE TABLE meter_accounts (
        meter_id uuid NOT NULL REFERENCES meters,
        account_id uuid NOT NULL REFERENCES accounts,
        PRIMARY KEY (account_id, meter_id)
      );
      CREATE INDEX meter_accounts_meter ON meter_accounts (meter_id);

      -- When readings are taken: the rule for a house and a resource before those for either, before the company's.
      CREATE TABLE reading_windows (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        house_id uuid REFERENCES houses,
        resource text CHECK (resource IN ('cold_water', 'hot_water', 'electricity', 'gas', 'heat')),
        start_day smallint NOT NULL CHECK (start_day BETWEEN 1 AND 31),
        end_day smallint NOT NULL CHECK (end_day BETWEEN 1 AND 31),
        ends_next_month boolean NOT NULL DEFAULT false,
        -- Outside the window a strict rule refuses; else the reading counts for the next window.
        strict boolean NOT NULL DEFAULT false,
        CHECK (CASE WHEN ends_next_month THEN end_day < start_day ELSE end_day >= start_day END)
      );
      CREATE UNIQUE INDEX reading_windows_one ON reading_windows
        (coalesce(house_id, '00000000-0000-0000-0000-000000000000'::uuid), coalesce(resource, ''));
      INSERT INTO reading_windows (start_day, end_day) VALUES (20, 25);

      -- What was sent at one time, under a number that the sender may refer to.
      CREATE TABLE reading_certificates (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        number bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
        account_id uuid NOT NULL REFERENCES accounts,
        user_id uuid REFERENCES users,
        staff_id uuid REFERENCES staff,
        source text NOT NULL,
        sent_at timestamptz NOT NULL
      );
      CREATE INDEX reading_certificates_account ON reading_certificates (account_id, sent_at DESC);
      CREATE INDEX reading_certificates_user ON reading_certificates (user_id);

      -- Readings that left for the accounting in one file.
      CREATE TABLE reading_exports (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        format text NOT NULL,
        rows integer NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        staff_id uuid REFERENCES staff
      );

      CREATE TABLE meter_readings (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        meter_id uuid NOT NULL REFERENCES meters,
        period date NOT NULL CHECK (extract(day FROM period) = 1),
        reading numeric[] NOT NULL CHECK (cardinality(reading) BETWEEN 1 AND 4),
        taken_on date NOT NULL,
        source text NOT NULL CHECK (source IN ('cabinet', 'link', 'phone', 'visit', 'import', 'replacement')),
        -- A plausible one is accepted at once, an unusual one waits for the office.
        status text NOT NULL CHECK (status IN ('sent', 'accepted', 'rejected')),
        doubts text[] NOT NULL DEFAULT '{}',
        reject_reason text CHECK (length(reject_reason) <= 500),
        account_id uuid REFERENCES accounts,
        certificate_id uuid REFERENCES reading_certificates,
        user_id uuid REFERENCES users,
        staff_id uuid REFERENCES staff,
        created_at timestamptz NOT NULL DEFAULT now(),
        decided_at timestamptz,
        decided_by uuid REFERENCES staff,
        -- When a correction took its place.
        superseded_at timestamptz,
        export_id bigint REFERENCES reading_exports,
        CHECK ((decided_at IS NULL) = (decided_by IS NULL)),
        CHECK ((status = 'rejected') = (reject_reason IS NOT NULL))
      );
      CREATE UNIQUE INDEX meter_readings_current ON meter_readings (meter_id, period)
        WHERE superseded_at IS NULL AND status <> 'rejected';
      CREATE INDEX meter_readings_meter ON meter_readings (meter_id, period DESC, id DESC);
      CREATE INDEX meter_readings_certificate ON meter_readings (certificate_id);
      CREATE INDEX meter_readings_created_at ON meter_readings (created_at, id);
      CREATE INDEX meter_readings_waiting ON meter_readings (created_at)
        WHERE status = 'sent' AND superseded_at IS NULL;
      CREATE INDEX meter_readings_to_export ON meter_readings (period, id)
        WHERE status = 'accepted' AND superseded_at IS NULL AND export_id IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `DROP TABLE meter_readings, reading_exports, reading_certificates, reading_windows, meter_accounts, meters`,
    );
  }
}
