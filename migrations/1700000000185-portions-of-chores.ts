import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Lets the hourly chores find what they clear away without reading what has to stay. */
export class PortionsOfChores1700000000185 implements MigrationInterface {
  name = 'PortionsOfChores1700000000185';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX letters_with_data ON letters (created_at) WHERE data IS NOT NULL;
      CREATE INDEX letters_with_recipient ON letters (created_at) WHERE recipient <> '';
      CREATE INDEX users_pending ON users (created_at) WHERE status = 'pending';
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX letters_with_data, letters_with_recipient, users_pending');
  }
}
