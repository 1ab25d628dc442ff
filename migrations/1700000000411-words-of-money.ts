import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments are found by where they came from and by who paid, payment documents by any sum that people read on them. */
export class WordsOfMoney1700000000411 implements MigrationInterface {
  name = 'WordsOfMoney1700000000411';

  async up(runner: QueryRunner): Promise<void> {
    // Named with its schema: maintenance and restored dumps run without a search path.
    const [{ schema }] = (await runner.query('SELECT quote_ident(current_schema()) AS schema')) as [
      { schema: string },
    ];
    await runner.query(`
      CREATE INDEX payments_source ON payments (source, paid_on, id);
      CREATE INDEX payments_payer ON payments USING gin (words_of(payer)) WITH (fastupdate = off) WHERE payer <> '';

      -- what was charged, what the month comes to, what is to be paid
      CREATE FUNCTION ${schema}.document_sums(charged bigint, recalculated bigint, benefit bigint, penalty bigint, closing bigint)
        RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT ARRAY[charged, charged + recalculated - benefit + penalty, closing] $$;
      CREATE INDEX payment_documents_sums ON payment_documents USING gin (
        document_sums(charged_kopecks, recalculated_kopecks, benefit_kopecks, penalty_kopecks, closing_kopecks))
        WITH (fastupdate = off) WHERE superseded_by IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX payments_source, payments_payer, payment_documents_sums;
      DROP FUNCTION document_sums(bigint, bigint, bigint, bigint, bigint)`);
  }
}
