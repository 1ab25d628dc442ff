import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A recipient that is a legal entity of the company, and provides the services in its houses. */
export class ExecutorsOfHouses1700000000485 implements MigrationInterface {
  name = 'ExecutorsOfHouses1700000000485';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE recipient_terms
        ADD COLUMN executor boolean NOT NULL DEFAULT false,
        -- Empty where they are those of the company.
        ADD COLUMN executor_address text NOT NULL DEFAULT '' CHECK (length(executor_address) <= 200),
        ADD COLUMN executor_phone text NOT NULL DEFAULT '' CHECK (length(executor_phone) <= 100),
        ADD COLUMN executor_licence text NOT NULL DEFAULT '' CHECK (length(executor_licence) <= 100),
        ADD CHECK (NOT executor OR takes = 'rest')
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE recipient_terms DROP COLUMN executor, DROP COLUMN executor_address, DROP COLUMN executor_phone,
        DROP COLUMN executor_licence
    `);
  }
}
