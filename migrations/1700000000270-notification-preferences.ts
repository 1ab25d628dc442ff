import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which letters in bulk residents want: a row for each topic that is switched on. */
export class NotificationPreferences1700000000270 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE notification_preferences (
        user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
        topic text NOT NULL CHECK (topic ~ '^[a-z-]+$'),
        PRIMARY KEY (user_id, topic)
      );
      INSERT INTO notification_preferences
        SELECT id, 'receipts' FROM users WHERE receipt_letters
        UNION ALL SELECT id, 'readings' FROM users WHERE reading_letters;
      -- for other modules: who gets letters about a topic
      CREATE VIEW letter_subscribers AS
        SELECT p.topic, p.user_id
        FROM notification_preferences p JOIN users u ON u.id = p.user_id
        WHERE u.status = 'active' AND u.email_confirmed_at IS NOT NULL;
      ALTER TABLE users DROP COLUMN receipt_letters, DROP COLUMN reading_letters;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE users ADD COLUMN receipt_letters boolean NOT NULL DEFAULT false,
        ADD COLUMN reading_letters boolean NOT NULL DEFAULT false;
      UPDATE users u SET
        receipt_letters = EXISTS (SELECT FROM notification_preferences WHERE user_id = u.id AND topic = 'receipts'),
        reading_letters = EXISTS (SELECT FROM notification_preferences WHERE user_id = u.id AND topic = 'readings')
      WHERE id IN (SELECT user_id FROM notification_preferences);
      DROP VIEW letter_subscribers;
      DROP TABLE notification_preferences;
    `);
  }
}
