import type { RowsChore } from '../../core/chores.js';

/** No key has it any more. The text of a vector is quoted as that of a query is. */
const UNUSED = 'NOT EXISTS (SELECT FROM accounts_asked(array_to_tsvector(ARRAY[w.word])::text::tsquery, 1))';

/**
 * Words of keys that no key has any more: the surname of whoever has gone. Looked for while somebody has left within two days,
 * and not while keys are written, which add words.
 */
export const OLD_WORDS_CHORE: RowsChore = {
  name: 'old words of accounts',
  find: `SELECT w.word AS key FROM account_words w
    WHERE EXISTS (SELECT FROM account_links WHERE ended_at > now() - interval '2 days')
      AND (SELECT pg_try_advisory_xact_lock(hashtext('account keys'))) AND ${UNUSED}
    LIMIT $1 FOR UPDATE OF w SKIP LOCKED`,
  work: `DELETE FROM account_words w WHERE w.word = ANY ($1) AND ${UNUSED}`,
};
