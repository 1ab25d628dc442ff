import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Payments of some days are added up from the index alone, and rows that wait for an account are found by their day. */
export class PaymentsByDay1700000000365 implements MigrationInterface {
  name = 'PaymentsByDay1700000000365';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX payments_by_day ON payments (paid_on, source, batch_id) INCLUDE (amount_kopecks, commission_kopecks);
      -- Days are written as 2026-11-12, whose order as texts is that of time; a date from a text would be no constant for an index.
      CREATE INDEX unknown_rows_days ON unknown_rows ((record->>'paidOn') COLLATE "C")
        WHERE kind = 'payments' AND resolved_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP INDEX payments_by_day, unknown_rows_days');
  }
}
