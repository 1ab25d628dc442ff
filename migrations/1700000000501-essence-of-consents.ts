import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A consent is asked for anew when its text says another thing, not when a telephone number in it is another one. */
export class EssenceOfConsents1700000000501 implements MigrationInterface {
  name = 'EssenceOfConsents1700000000501';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- of the words without telephone, mailbox and server; the product writes it at its start for the text of now
      ALTER TABLE consent_texts ADD COLUMN essence_sha256 text CHECK (essence_sha256 ~ '^[0-9a-f]{64}$');
      CREATE VIEW texts_of_consents AS SELECT document, version, text_sha256, essence_sha256 FROM consent_texts;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP VIEW texts_of_consents;
      ALTER TABLE consent_texts DROP COLUMN essence_sha256;
    `);
  }
}
