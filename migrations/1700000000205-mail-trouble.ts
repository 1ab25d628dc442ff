import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose fault it is that a letter has not left, and whether all of them wait because of the portal. */
export class MailTrouble1700000000205 implements MigrationInterface {
  name = 'MailTrouble1700000000205';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE letters ADD COLUMN fault text CHECK (fault IN ('receiver', 'server'));
      -- What was given up when every 5xx was final: of these answers only the code is known, and 550 is mostly the address.
      UPDATE letters SET fault = CASE WHEN last_error ~ '\\((501|550|551|552|553|556)\\)$' THEN 'receiver' ELSE 'server' END
      WHERE last_error IS NOT NULL AND sent_at IS NULL AND cancelled_at IS NULL;

      -- One row while letters do not leave because of the portal; none when they do.
      CREATE TABLE mail_trouble (
        one boolean PRIMARY KEY DEFAULT true CHECK (one),
        since timestamptz NOT NULL,
        failures integer NOT NULL,
        -- How long it may last before somebody is told.
        patience_seconds integer NOT NULL,
        text text NOT NULL,
        answer text,
        told_at timestamptz
      );
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP TABLE mail_trouble;
      ALTER TABLE letters DROP COLUMN fault;
    `);
  }
}
