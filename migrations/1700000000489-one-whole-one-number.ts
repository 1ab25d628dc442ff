import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What is asked of meters in ГИС ЖКХ and of divided payments, apart from their columns, so that people read while it is built.
 * A number of ГИС ЖКХ is of one meter in use. The parts of a payment go together: a build that knows of no parts takes the
 * first one back alone, and the row would wait with the whole sum while the others stay.
 */
export class OneWholeOneNumber1700000000489 implements MigrationInterface {
  name = 'OneWholeOneNumber1700000000489';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE meters VALIDATE CONSTRAINT meters_gis_number_check;
      CREATE UNIQUE INDEX meters_gis_number ON meters (gis_number) WHERE gis_number <> '' AND removed_on IS NULL;
      CREATE INDEX payments_parts ON payments (part_of) WHERE part_of IS NOT NULL;
      CREATE FUNCTION parts_go_together() RETURNS trigger LANGUAGE plpgsql AS $$
      DECLARE
        -- by the index afterwards, for millions may have gone and few of them were divided
        divided bigint[] := ARRAY(SELECT part_of FROM gone WHERE whole_kopecks IS NOT NULL);
      BEGIN
        IF cardinality(divided) > 0 AND EXISTS (SELECT FROM payments WHERE part_of = ANY (divided)) THEN
          RAISE integrity_constraint_violation USING MESSAGE = 'the other parts of a divided payment would stay';
        END IF;
        RETURN NULL;
      END $$;
      CREATE TRIGGER payments_parts AFTER DELETE ON payments
        REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION parts_go_together()`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TRIGGER payments_parts ON payments;
      DROP FUNCTION parts_go_together;
      DROP INDEX payments_parts, meters_gis_number`);
  }
}
