import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Addresses whose mailbox has refused a letter are found without looking at the letters of everybody. */
export class RefusedLetters1700000000408 implements MigrationInterface {
  name = 'RefusedLetters1700000000408';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      "CREATE INDEX letters_refused ON letters (user_id, recipient) WHERE sent_at IS NULL AND fault = 'receiver'",
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX letters_refused');
  }
}
