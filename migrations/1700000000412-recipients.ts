import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is paid: the company, its other legal entities, a fund of capital repair, a supplier under a direct contract. */
export class Recipients1700000000412 implements MigrationInterface {
  name = 'Recipients1700000000412';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Never removed: documents of former days name it.
      CREATE TABLE recipients (
        id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        created_at timestamptz NOT NULL DEFAULT now()
      );

      -- What holds of a recipient from a day on; of two for one day the later written. Rows are only added.
      CREATE TABLE recipient_terms (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        recipient_id integer NOT NULL REFERENCES recipients,
        since date NOT NULL,
        ended boolean NOT NULL DEFAULT false,
        name text COLLATE "ru-x-icu" NOT NULL CHECK (length(name) BETWEEN 1 AND 160),
        inn text NOT NULL CHECK (inn ~ '^(\\d{10}|\\d{12})$'),
        kpp text NOT NULL DEFAULT '' CHECK (kpp ~ '^(\\d{4}[0-9A-Z]{2}\\d{3})?$'),
        bank text NOT NULL CHECK (length(bank) BETWEEN 1 AND 45),
        bic text NOT NULL CHECK (bic ~ '^\\d{9}$'),
        account text NOT NULL CHECK (account ~ '^\\d{20}$'),
        correspondent_account text NOT NULL CHECK (correspondent_account ~ '^(0|\\d{20})$'),
        purpose text NOT NULL DEFAULT '' CHECK (length(purpose) <= 100),
        takes text NOT NULL CHECK (takes IN ('rest', 'capital-repair', 'services')),
        services text[] NOT NULL DEFAULT '{}' CHECK ((takes = 'services') = (services <> '{}')),
        staff_id uuid REFERENCES staff,
        made_at timestamptz NOT NULL DEFAULT now()
      );
      CREATE INDEX recipient_terms_recipient ON recipient_terms (recipient_id, since);

      -- Of which houses; of all where there is none.
      CREATE TABLE recipient_houses (
        terms_id bigint NOT NULL REFERENCES recipient_terms,
        house_id uuid NOT NULL REFERENCES houses,
        PRIMARY KEY (terms_id, house_id)
      );
      CREATE INDEX recipient_houses_house ON recipient_houses (house_id);

      -- What a file says is owed to a recipient beyond the lines: debt or advance, penalties, less what was paid.
      CREATE TABLE document_shares (
        document_id bigint NOT NULL REFERENCES payment_documents ON DELETE CASCADE,
        recipient_id integer NOT NULL REFERENCES recipients,
        beside_kopecks bigint NOT NULL,
        PRIMARY KEY (document_id, recipient_id)
      );

      -- Whom a file names. Without a foreign key: it would be asked for each of millions of lines, and recipients stay.
      ALTER TABLE charge_lines ADD COLUMN recipient_id integer;
      ALTER TABLE payments ADD COLUMN recipient_id integer;
      -- Few registries tell it: the page of an account asks for next to nothing.
      CREATE INDEX payments_told ON payments (account_id) WHERE recipient_id IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE payments DROP COLUMN recipient_id;
      ALTER TABLE charge_lines DROP COLUMN recipient_id;
      DROP TABLE document_shares, recipient_houses, recipient_terms, recipients;
    `);
  }
}
