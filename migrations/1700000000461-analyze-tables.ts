import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Statistics are renewed by the owner of tables alone; after a large load the product asks for it, whatever role it runs as. */
export class AnalyzeTables1700000000461 implements MigrationInterface {
  name = 'AnalyzeTables1700000000461';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE FUNCTION analyze_tables(names text[]) RETURNS void LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $$
      DECLARE one text;
      BEGIN
        FOREACH one IN ARRAY names LOOP EXECUTE format('ANALYZE public.%I', one); END LOOP;
      END $$;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP FUNCTION analyze_tables');
  }
}
