import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Between two rounds of all accounts, reminders look at those that got a meter, a resident or a wish for letters meanwhile.
 * Of meters and wishes that were there before, the moment is not known. Waiting letters are no longer gone through.
 */
export class ReminderLooks1700000000280 implements MigrationInterface {
  name = 'ReminderLooks1700000000280';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE meter_accounts ADD COLUMN created_at timestamptz;
      ALTER TABLE meter_accounts ALTER COLUMN created_at SET DEFAULT now();
      CREATE INDEX meter_accounts_created_at ON meter_accounts (created_at);

      ALTER TABLE notification_preferences ADD COLUMN created_at timestamptz;
      ALTER TABLE notification_preferences ALTER COLUMN created_at SET DEFAULT now();
      CREATE INDEX notification_preferences_created_at ON notification_preferences (created_at);
      CREATE OR REPLACE VIEW letter_subscribers AS
        SELECT p.topic, p.user_id, p.created_at
        FROM notification_preferences p JOIN users u ON u.id = p.user_id
        WHERE u.status = 'active' AND u.email_confirmed_at IS NOT NULL;

      DROP INDEX letters_to_withdraw;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE INDEX letters_to_withdraw ON letters (kind, id)
        WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL;
      DROP VIEW letter_subscribers;
      CREATE VIEW letter_subscribers AS
        SELECT p.topic, p.user_id
        FROM notification_preferences p JOIN users u ON u.id = p.user_id
        WHERE u.status = 'active' AND u.email_confirmed_at IS NOT NULL;
      ALTER TABLE notification_preferences DROP COLUMN created_at;
      ALTER TABLE meter_accounts DROP COLUMN created_at;
    `);
  }
}
