import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Mailings of which it is not known yet who gets them, and up to which resident it is. No foreign key: the table of mailings
 * comes with a migration of a greater number.
 */
export class MailingSettlings1700000000407 implements MigrationInterface {
  name = 'MailingSettlings1700000000407';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE mailing_settlings (
        mailing_id uuid PRIMARY KEY,
        settled_after uuid NOT NULL
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE mailing_settlings');
  }
}
