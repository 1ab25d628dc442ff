import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Charges, payments and balances as the office's accounting knows them, and where they came from.
 * Money is in kopecks: positive is owed by the resident, negative paid ahead. A period is the first day of its month.
 */
export class Billing1700000000120 implements MigrationInterface {
  name = 'Billing1700000000120';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What takes long and is watched: an import, receipts of a house. A process of its own works on it.
      CREATE TABLE jobs (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        kind text NOT NULL,
        title text NOT NULL,
        params jsonb NOT NULL,
        state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'running', 'done', 'failed')),
        progress bigint NOT NULL DEFAULT 0,
        goal bigint NOT NULL DEFAULT 0,
        -- What to show when it is over; told by the job itself.
        result jsonb,
        error text,
        staff_id uuid REFERENCES staff,
        created_at timestamptz NOT NULL DEFAULT now(),
        started_at timestamptz,
        heartbeat_at timestamptz NOT NULL DEFAULT now(),
        finished_at timestamptz
      );
      CREATE INDEX jobs_created_at ON jobs (created_at DESC);

      -- How the files of one accounting system are laid out.
      CREATE TABLE import_profiles (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        name text COLLATE "ru-x-icu" NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 100),
        kind text NOT NULL CHECK (kind IN ('charges', 'balances', 'payments')),
        layout jsonb NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now(),
        staff_id uuid REFERENCES staff
      );

      -- One file that was loaded; everything that came with it can be taken back.
      CREATE TABLE batches (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        kind text NOT NULL CHECK (kind IN ('charges', 'balances', 'payments')),
        format text NOT NULL,
        file_name text NOT NULL,
        sha256 text NOT NULL,
        period_from date,
        period_to date,
        rows_loaded integer NOT NULL DEFAULT 0,
        rows_unknown integer NOT NULL DEFAULT 0,
        total_kopecks bigint NOT NULL DEFAULT 0,
        created_at timestamptz NOT NULL DEFAULT now(),
        staff_id uuid REFERENCES staff,
        undone_at timestamptz,
        undone_by uuid REFERENCES staff
      );
      -- The same file twice changes nothing.
      CREATE UNIQUE INDEX batches_once ON batches (kind, sha256) WHERE undone_at IS NULL;
      CREATE INDEX batches_created_at ON batches (created_at DESC);

      CREATE TABLE services (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        name text COLLATE "ru-x-icu" NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 200)
      );

      -- closing = opening + charged + recalculated - benefit + penalty - paid, as far as the accounting keeps to it.
      CREATE TABLE payment_documents (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        period date NOT NULL CHECK (extract(day FROM period) = 1),
        number text NOT NULL DEFAULT '' CHECK (length(number) <= 60),
        batch_id bigint NOT NULL REFERENCES batches,
        -- The batch that brought a newer document of the same month; undoing it brings this one back.
        superseded_by bigint REFERENCES batches,
        opening_kopecks bigint NOT NULL,
        -- With what an increase factor adds.
        charged_kopecks bigint NOT NULL,
        recalculated_kopecks bigint NOT NULL DEFAULT 0,
        benefit_kopecks bigint NOT NULL DEFAULT 0,
        penalty_kopecks bigint NOT NULL DEFAULT 0,
        paid_kopecks bigint NOT NULL DEFAULT 0,
        closing_kopecks bigint NOT NULL,
        -- «Учтены платежи, поступившие до», the last day counted.
        counted_until date NOT NULL,
        due_on date NOT NULL,
        created_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE UNIQUE INDEX payment_documents_current ON payment_documents (account_id, period) WHERE superseded_by IS NULL;
      -- The panel's list, the newest month first.
      CREATE INDEX payment_documents_period ON payment_documents (period, id) WHERE superseded_by IS NULL;
      CREATE INDEX payment_documents_batch ON payment_documents (batch_id);
      CREATE INDEX payment_documents_superseded ON payment_documents (superseded_by) WHERE superseded_by IS NOT NULL;

      -- total = charged + increase + recalculated - benefit.
      CREATE TABLE charge_lines (
        document_id bigint NOT NULL REFERENCES payment_documents ON DELETE CASCADE,
        position integer NOT NULL,
        service_id integer NOT NULL REFERENCES services,
        unit text NOT NULL DEFAULT '',
        volume numeric,
        common_volume numeric,
        tariff numeric,
        charged_kopecks bigint NOT NULL,
        recalculated_kopecks bigint NOT NULL DEFAULT 0,
        recalculation_reason text NOT NULL DEFAULT '',
        benefit_kopecks bigint NOT NULL DEFAULT 0,
        increase_factor numeric,
        increase_kopecks bigint NOT NULL DEFAULT 0,
        total_kopecks bigint NOT NULL,
        PRIMARY KEY (document_id, position)
      );

      CREATE TABLE payments (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        paid_on date NOT NULL,
        amount_kopecks bigint NOT NULL CHECK (amount_kopecks <> 0),
        commission_kopecks bigint NOT NULL DEFAULT 0,
        source text NOT NULL DEFAULT '' CHECK (length(source) <= 100),
        external_id text NOT NULL DEFAULT '' CHECK (length(external_id) <= 100),
        -- For which month, when the payer said so.
        period date,
        batch_id bigint NOT NULL REFERENCES batches,
        -- The document that has counted it; null while it only lowers the balance of today.
        document_id bigint REFERENCES payment_documents ON DELETE SET NULL,
        -- What makes it this payment and no other: registry, date, account, sum, the bank's number.
        key text NOT NULL UNIQUE
      );
      CREATE INDEX payments_account ON payments (account_id, paid_on DESC);
      CREATE INDEX payments_paid_on ON payments (paid_on, id);
      CREATE INDEX payments_batch ON payments (batch_id);
      CREATE INDEX payments_document ON payments (document_id) WHERE document_id IS NOT NULL;

      -- Which payments a batch has taken out of documents that it superseded: undoing it puts them back.
      CREATE TABLE payment_moves (
        batch_id bigint NOT NULL REFERENCES batches,
        payment_id bigint NOT NULL,
        document_id bigint NOT NULL,
        PRIMARY KEY (batch_id, payment_id)
      );

      -- What the accounting says an account owes at the end of a day.
      CREATE TABLE balance_statements (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id uuid NOT NULL REFERENCES accounts,
        as_of date NOT NULL,
        amount_kopecks bigint NOT NULL,
        batch_id bigint NOT NULL REFERENCES batches,
        superseded_by bigint REFERENCES batches
      );
      CREATE UNIQUE INDEX balance_statements_current ON balance_statements (account_id, as_of) WHERE superseded_by IS NULL;
      CREATE INDEX balance_statements_batch ON balance_statements (batch_id);
      CREATE INDEX balance_statements_superseded ON balance_statements (superseded_by) WHERE superseded_by IS NOT NULL;

      -- Rows of files whose account the portal does not know: kept until somebody says whose they are.
      CREATE TABLE unknown_rows (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        batch_id bigint NOT NULL REFERENCES batches ON DELETE CASCADE,
        kind text NOT NULL CHECK (kind IN ('charges', 'balances', 'payments')),
        row_no integer NOT NULL,
        account_text text NOT NULL,
        amount_kopecks bigint NOT NULL,
        -- The record as it was read; see src/billing/formats/billing-records.ts.
        record jsonb NOT NULL,
        resolved_at timestamptz,
        resolved_account_id uuid REFERENCES accounts,
        resolved_by uuid REFERENCES staff
      );
      CREATE INDEX unknown_rows_waiting ON unknown_rows (batch_id) WHERE resolved_at IS NULL;

      -- Sets the balance of accounts: the latest document or statement, less the payments that came after it.
      CREATE FUNCTION refresh_balances(ids uuid[], zone text) RETURNS void LANGUAGE sql AS $$
        UPDATE accounts a SET balance_kopecks = b.kopecks, balance_at = b.at
        FROM (
          SELECT i.id,
                 anchor.kopecks - coalesce(later.paid, 0) AS kopecks,
                 (greatest(anchor.until, later.until) + 1)::timestamp AT TIME ZONE zone - interval '1 second' AS at
          FROM unnest(ids) AS i (id)
          LEFT JOIN LATERAL (
            SELECT * FROM (
              SELECT closing_kopecks AS kopecks, counted_until AS until, true AS document
              FROM payment_documents WHERE account_id = i.id AND superseded_by IS NULL
              ORDER BY period DESC LIMIT 1) d
            UNION ALL
            SELECT * FROM (
              SELECT amount_kopecks, as_of, false
              FROM balance_statements WHERE account_id = i.id AND superseded_by IS NULL
              ORDER BY as_of DESC LIMIT 1) s
            ORDER BY until DESC, document DESC LIMIT 1) anchor ON true
          LEFT JOIN LATERAL (
            SELECT sum(amount_kopecks) AS paid, max(paid_on) AS until FROM payments p
            WHERE p.account_id = i.id
              AND CASE WHEN anchor.document THEN p.document_id IS NULL ELSE p.paid_on > anchor.until END) later ON true
        ) b
        WHERE a.id = b.id AND (a.balance_kopecks, a.balance_at) IS DISTINCT FROM (b.kopecks, b.at);
      $$;

      ALTER TABLE staff DROP CONSTRAINT staff_role_check,
        ADD CONSTRAINT staff_role_check CHECK (role IN ('operator', 'accountant', 'administrator'));
      ALTER TABLE users ADD COLUMN receipt_letters boolean NOT NULL DEFAULT false;
      ALTER TABLE consents ADD COLUMN withdrawn_at timestamptz;

      -- Letters in bulk let all others go first; about the same a resident gets but one of a kind.
      ALTER TABLE letters ADD COLUMN bulk boolean NOT NULL DEFAULT false, ADD COLUMN about text;
      CREATE UNIQUE INDEX letters_once ON letters (user_id, kind, about) WHERE about IS NOT NULL;
      DROP INDEX letters_waiting;
      CREATE INDEX letters_waiting ON letters (bulk, next_attempt_at)
        WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE staff DROP CONSTRAINT staff_role_check,
        ADD CONSTRAINT staff_role_check CHECK (role IN ('operator', 'administrator'));
      ALTER TABLE users DROP COLUMN receipt_letters;
      ALTER TABLE consents DROP COLUMN withdrawn_at;
      DROP INDEX letters_once, letters_waiting;
      ALTER TABLE letters DROP COLUMN bulk, DROP COLUMN about;
      CREATE INDEX letters_waiting ON letters (next_attempt_at)
        WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
      DROP FUNCTION refresh_balances;
      DROP TABLE unknown_rows, balance_statements, payment_moves, payments, charge_lines, payment_documents, services, batches,
        import_profiles, jobs`);
  }
}
