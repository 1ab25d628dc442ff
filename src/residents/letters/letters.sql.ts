import { Prepared } from '../../core/database.js';
import { stateOf, waits } from '../../mail/letters.sql.js';
import type { LetterKind } from '../../mail/letters.js';
import { matches } from '../../panel/declaration.js';
import type { Understood } from '../../panel/understood.js';
import { RESIDENT_TEXTS } from '../resident-search.js';
import type { LetterState } from './letter-words.js';

/** A letter as a line of a list. */
export interface LetterLine {
  readonly id: string;
  readonly kind: LetterKind;
  readonly created_at: Date;
  /** Empty where it is known no more. */
  readonly recipient: string;
  readonly subject: string;
  readonly state: LetterState;
  readonly last_error: string | null;
  readonly name: string | null;
}

export const MOST_LINES = 50;

const LINE = `SELECT m.id, m.kind, m.created_at, m.recipient, m.subject, ${stateOf('m')} AS state, m.last_error,
  u.name FROM letters m LEFT JOIN residents u ON u.id = m.user_id`;
const NEWEST_FIRST = 'ORDER BY m.created_at DESC, m.id DESC';

/** The last letters to a resident. */
export const LETTERS_OF_RESIDENT = new Prepared<LetterLine>(
  'letters of a resident at the window',
  `${LINE} WHERE m.user_id = $1 ${NEWEST_FIRST} LIMIT 6`,
);

/**
 * The last letters to whoever has linked an account; of those who have it no more ($3) only what was written about this
 * account, which has the id $1 and the number $2.
 */
export const LETTERS_OF_ACCOUNT = new Prepared<LetterLine & { former: boolean }>(
  'letters of an account at the window',
  `SELECT * FROM (
     (SELECT line.*, false AS former FROM (
        ${LINE} WHERE m.user_id IN (SELECT l.user_id FROM active_links l WHERE l.account_id = $1) ${NEWEST_FIRST} LIMIT 4) line)
     UNION ALL
     (SELECT line.*, true FROM (
        ${LINE} WHERE m.user_id = ANY ($3::uuid[])
          AND (m.about LIKE $1::text || ' %' OR m.data->>'page' LIKE '/accounts/' || $1::text || '/%'
            OR m.kind IN ('account-linked', 'account-joined', 'account-unlinked', 'household-ended', 'household-role') AND m.data->>'number' = $2)
        ${NEWEST_FIRST} LIMIT 4) line)
   ) m ${NEWEST_FIRST} LIMIT 4`,
);

/** Which letters are asked for. */
export interface LetterFilter {
  readonly show: 'all' | 'waiting' | 'failed';
  readonly resident: string;
  /** The letter after which the list goes on. */
  readonly before: string;
  readonly words: readonly string[];
  /** Whose letters, where the words are understood otherwise. */
  readonly understood?: Understood;
}

const SHOWN = {
  all: '',
  waiting: waits('m'),
  failed: 'm.failed_at IS NOT NULL AND m.sent_at IS NULL',
};

/** A page of the list, the newest first, and one letter more where there is another page. */
export function lettersAsked(filter: LetterFilter): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const value = (one: unknown): string => `$${values.push(one)}`;
  const { understood } = filter;
  const patterns = (understood ? [] : filter.words).map((word) =>
    value(`%${word.replace(/[\\%_]/g, '\\$&')}%`),
  );
  const all = (text: string): string => patterns.map((pattern) => matches(text, pattern)).join(' AND ');
  const where = [
    SHOWN[filter.show],
    filter.resident && `m.user_id = ${value(filter.resident)}`,
    patterns.length > 0 &&
      `m.id IN (SELECT id FROM letters WHERE ${all('recipient')}
         UNION SELECT l.id FROM residents u JOIN letters l ON l.user_id = u.id WHERE ${all(RESIDENT_TEXTS)})`,
    understood && `m.user_id IN (${understood.ids(value)})`,
    filter.before &&
      `(m.created_at, m.id) < (SELECT created_at, id FROM letters WHERE id = ${value(filter.before)})`,
  ].filter(Boolean);
  const conditions = where.length > 0 ? `WHERE ${where.join(' AND ')}` : '';
  return { sql: `${LINE} ${conditions} ${NEWEST_FIRST} LIMIT ${MOST_LINES + 1}`, values };
}
