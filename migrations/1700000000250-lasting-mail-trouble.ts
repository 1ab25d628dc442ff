import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One address alone is no trouble of the portal; what was given up because of it is found without reading all letters. */
export class LastingMailTrouble1700000000250 implements MigrationInterface {
  name = 'LastingMailTrouble1700000000250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Hashes of the first receivers that were refused: a second refusal of one of them counts for nothing.
      ALTER TABLE mail_trouble ADD COLUMN receivers text[] NOT NULL DEFAULT '{}';
      CREATE INDEX letters_failed_by_us ON letters (failed_at)
        WHERE failed_at IS NOT NULL AND sent_at IS NULL AND fault = 'server';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX letters_failed_by_us;
      ALTER TABLE mail_trouble DROP COLUMN receivers;
    `);
  }
}
