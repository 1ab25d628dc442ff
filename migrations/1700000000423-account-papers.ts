import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Certificates and statements of accounts, as they were given out; numbers of a year have no gaps. */
export class AccountPapers1700000000423 implements MigrationInterface {
  name = 'AccountPapers1700000000423';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE account_paper_numbers (year integer PRIMARY KEY, last integer NOT NULL);
      CREATE TABLE account_papers (
        id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
        year integer NOT NULL,
        number integer NOT NULL,
        kind text NOT NULL CHECK (kind IN ('debt', 'statement')),
        account_id uuid NOT NULL REFERENCES accounts,
        staff_id uuid NOT NULL REFERENCES staff,
        made_at timestamptz NOT NULL,
        -- all that stands on it, so that the same number prints the same
        facts jsonb NOT NULL,
        UNIQUE (year, number)
      );
      CREATE INDEX account_papers_account ON account_papers (account_id, made_at DESC);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE account_papers, account_paper_numbers');
  }
}
