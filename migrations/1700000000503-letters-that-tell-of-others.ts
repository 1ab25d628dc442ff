import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whose name stands in a letter to somebody else: it goes when that resident's data are destroyed. */
export class LettersThatTellOfOthers1700000000503 implements MigrationInterface {
  name = 'LettersThatTellOfOthers1700000000503';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ALTER TABLE letters ADD COLUMN tells_of uuid REFERENCES users ON DELETE SET NULL;
      -- those that can still be told apart by when they were written; their texts are short-lived
      UPDATE letters m SET tells_of = h.invited_by FROM household_invitations h
        WHERE m.kind = 'household-invitation' AND m.data IS NOT NULL AND m.recipient = h.email
          AND m.created_at BETWEEN h.created_at - interval '5 seconds' AND h.created_at + interval '5 seconds';
      UPDATE letters m SET tells_of = l.user_id FROM account_links l JOIN accounts a ON a.id = l.account_id
        WHERE m.kind = 'account-joined' AND m.data->>'number' = a.number AND m.user_id <> l.user_id
          AND m.created_at BETWEEN l.created_at - interval '5 seconds' AND l.created_at + interval '5 seconds';
      CREATE INDEX letters_tells_of ON letters (tells_of) WHERE tells_of IS NOT NULL;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE letters DROP COLUMN tells_of');
  }
}
