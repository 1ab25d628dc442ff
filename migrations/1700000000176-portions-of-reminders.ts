import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Reminders go through meters and letters portion by portion: each begins where the one before has ended. */
export class PortionsOfReminders1700000000176 implements MigrationInterface {
  name = 'PortionsOfReminders1700000000176';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX meters_verification_due;
      CREATE INDEX meters_verification_due ON meters (verification_due, id) WHERE removed_on IS NULL;
      CREATE INDEX letters_to_withdraw ON letters (kind, id)
        WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      DROP INDEX letters_to_withdraw, meters_verification_due;
      CREATE INDEX meters_verification_due ON meters (verification_due) WHERE removed_on IS NULL;
    `);
  }
}
