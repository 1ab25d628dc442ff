import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history of a flat goes on telling of a load of money that was taken back, and of its undoing. */
export class UndoneBatches1700000000354 implements MigrationInterface {
  name = 'UndoneBatches1700000000354';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What a load had brought of payments, or replaced of charges, in words, by account.
      CREATE TABLE undone_batches (
        account_id uuid NOT NULL REFERENCES accounts ON DELETE CASCADE,
        batch_id bigint NOT NULL REFERENCES batches,
        told text NOT NULL,
        PRIMARY KEY (account_id, batch_id)
      );
      CREATE INDEX undone_batches_batch ON undone_batches (batch_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE undone_batches');
  }
}
