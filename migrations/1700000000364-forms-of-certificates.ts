import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which form a certificate answers: sent again after its answer was lost, it gets the same one. */
export class FormsOfCertificates1700000000364 implements MigrationInterface {
  name = 'FormsOfCertificates1700000000364';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE reading_certificates ADD COLUMN form_mark text;
      CREATE UNIQUE INDEX reading_certificates_form ON reading_certificates (account_id, form_mark)
        WHERE form_mark IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`ALTER TABLE reading_certificates DROP COLUMN form_mark`);
  }
}
