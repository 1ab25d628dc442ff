import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The letters that tell of a removal go by themselves: they are found without reading all the others. */
export class LastLetters1700000000419 implements MigrationInterface {
  name = 'LastLetters1700000000419';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE INDEX letters_last ON letters (created_at) WHERE kind = 'removal-done'`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX letters_last');
  }
}
