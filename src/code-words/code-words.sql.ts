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

/** Words of the accounts `$1` that can still be used, whether they open no others, and which of these they open. */
export const LIVING_OF_ACCOUNTS = `
  SELECT w.id, bool_and(c.account_id = ANY ($1)) AS alone,
    array_agg(a.number ORDER BY a.number) FILTER (WHERE c.account_id = ANY ($1)) AS numbers
  FROM code_words w JOIN code_word_accounts c ON c.code_word_id = w.id JOIN account_places a ON a.id = c.account_id
  WHERE ${STATE} = 'active' AND w.id IN (SELECT code_word_id FROM code_word_accounts WHERE account_id = ANY ($1))
  GROUP BY w.id`;

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
