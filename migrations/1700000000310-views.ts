import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What modules offer of their tables to others, and the rules that SQL and TypeScript share. */
export class Views1700000000310 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION full_address(house text, unit_type text, unit text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT house || CASE WHEN unit = '' THEN '' ELSE ', ' || CASE unit_type
          WHEN 'flat' THEN 'кв. ' WHEN 'apartment' THEN 'апарт. ' WHEN 'room' THEN 'ком. ' WHEN 'parking' THEN 'м/м '
          WHEN 'storage' THEN 'клад. ' WHEN 'commercial' THEN 'пом. ' WHEN 'house' THEN '' END || unit END
      $$;
      COMMENT ON FUNCTION full_address IS 'The words are those of UNIT_TYPES';

      -- LEFT JOIN: what a query does not ask for, PostgreSQL does not join
      CREATE VIEW account_places AS
        SELECT a.id, a.number, a.owner_name, a.total_area, a.residents, a.els, a.hcs_id, a.closed, a.balance_kopecks,
          a.balance_on, a.unit_id, n.number AS unit, n.type AS unit_type, n.house_id, h.address AS house,
          full_address(h.address, n.type, n.number) AS address
        FROM accounts a LEFT JOIN units n ON n.id = a.unit_id LEFT JOIN houses h ON h.id = n.house_id;
      CREATE VIEW house_addresses AS SELECT id, address FROM houses;
      CREATE VIEW active_links AS
        SELECT id, user_id, account_id, code_word_id, created_at FROM account_links WHERE ended_at IS NULL;

      CREATE VIEW residents AS
        SELECT id, public_no, login, email, phone, status, last_name, first_name, middle_name,
          concat_ws(' ', last_name, first_name) AS name,
          concat_ws(' ', last_name, first_name, nullif(middle_name, '')) AS full_name
        FROM users;
      CREATE VIEW staff_names AS SELECT id, name FROM staff;

      CREATE VIEW current_documents AS
        SELECT id, batch_id, account_id, period, number, opening_kopecks, charged_kopecks, recalculated_kopecks,
          benefit_kopecks, penalty_kopecks, paid_kopecks, closing_kopecks, counted_until, due_on
        FROM payment_documents WHERE superseded_by IS NULL;

      -- the meters in use, a row for each account that they serve
      CREATE VIEW installed_meters AS
        SELECT ma.account_id, m.id, m.resource, m.number, m.external_id, m.place, m.tariffs, m.capacity, m.decimals,
          m.initial_values, m.installed_on, m.verification_due, m.automatic
        FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id WHERE m.removed_on IS NULL;
      CREATE VIEW current_readings AS
        SELECT id, meter_id, period, reading, taken_on, source, status, account_id, export_id
        FROM meter_readings WHERE superseded_at IS NULL AND status <> 'rejected';

      -- timestamp: with a time zone it would not be immutable, and not become a part of the query
      CREATE FUNCTION charged_month(day date, end_day integer, ends_next_month boolean) RETURNS date
        LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT (date_trunc('month', day::timestamp) - CASE WHEN ends_next_month AND extract(day FROM day) <= end_day
          THEN interval '1 month' ELSE interval '0' END)::date
      $$;
      COMMENT ON FUNCTION charged_month IS 'The month that a dial read on a day is charged in; in TypeScript monthOfDay';
      CREATE FUNCTION opened_month(day date, start_day integer) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT (date_trunc('month', day::timestamp) - CASE
          WHEN extract(day FROM day) < start_day
            AND day < (date_trunc('month', day::timestamp) + interval '1 month - 1 day')::date
          THEN interval '1 month' ELSE interval '0' END)::date
      $$;
      COMMENT ON FUNCTION opened_month IS 'The month whose window was the last to open by a day';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW account_places, house_addresses, active_links, residents, staff_names, current_documents, installed_meters,
        current_readings;
      DROP FUNCTION full_address, charged_month, opened_month;
    `);
  }
}
