import type { PanelOption } from '../panel/declaration.js';

/** States of a word as staff read them. */
export const WORD_STATES: Record<string, PanelOption> = {
  active: { label: 'Действует', tone: 'good' },
  used: { label: 'Использовано', tone: 'muted' },
  revoked: { label: 'Отозвано', tone: 'bad' },
  expired: { label: 'Срок истёк', tone: 'muted' },
};

import { matches } from '../panel/declaration.js';

/** SQL of what staff see of a code word `w`. */
export const ACCOUNTS = `(SELECT string_agg(a.number, ', ' ORDER BY a.number) FROM code_word_accounts c
  JOIN account_places a ON a.id = c.account_id WHERE c.code_word_id = w.id)`;

export const STATE = `CASE WHEN w.revoked_at IS NOT NULL THEN 'revoked' WHEN w.used_count >= w.max_uses THEN 'used'
  WHEN w.expires_at <= now() THEN 'expired' ELSE 'active' END`;

/** Words by the number of an account: from the numbers, which have an index, to the words. */
export function wordsOf(pattern: string): string[] {
  return [
    `SELECT c.code_word_id FROM account_places a JOIN code_word_accounts c ON c.account_id = a.id
     WHERE ${matches('a.number', pattern)}`,
  ];
}

/** Words that open these accounts. */
export const wordsOfAccounts = (accounts: string): string =>
  `SELECT code_word_id FROM code_word_accounts WHERE account_id IN (${accounts})`;

/** Words of the account `$2`, for the journal. */
export const WORDS_OF_ACCOUNT =
  'SELECT code_word_id::text FROM code_word_accounts WHERE account_id = $2::uuid';
