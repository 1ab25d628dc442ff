import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments that wait for an account are found by their sum, by who paid, and by what stands in the row besides. */
export class WaitingPayments1700000000356 implements MigrationInterface {
  name = 'WaitingPayments1700000000356';

  async up(runner: QueryRunner): Promise<void> {
    // Named with its schema: maintenance and restored dumps run without a search path.
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    await runner.query(`
      -- not of SQL: the planner would put its text into the query and not see the index in it
      CREATE FUNCTION ${schema}.waiting_payment_key(account text, record jsonb) RETURNS text
        LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
        BEGIN RETURN ${schema}.search_key(coalesce(account, '') || ' ' || coalesce(record->>'payer', '') || ' '
          || coalesce(record->>'purpose', '') || ' ' || coalesce(record->>'note', '') || ' ' || coalesce(record->>'externalId', ''));
        END $$;
      CREATE INDEX unknown_rows_sums ON unknown_rows (amount_kopecks, id)
        WHERE kind = 'payments' AND resolved_at IS NULL AND dismissed_at IS NULL;
      CREATE INDEX unknown_rows_words ON unknown_rows USING gin (waiting_payment_key(account_text, record) gin_trgm_ops)
        WHERE kind = 'payments' AND resolved_at IS NULL AND dismissed_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX unknown_rows_sums, unknown_rows_words;
      DROP FUNCTION waiting_payment_key(text, jsonb)`);
  }
}
