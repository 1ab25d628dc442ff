import type { Chore } from '../core/chores.js';

/** So many years after the last that happened the words of an entry are kept; its numbers stay for reports. */
const over = (
  keepYears: number,
): string => `a.erased_at IS NULL AND NOT a.waits AND a.registered_at < now() - make_interval(years => ${keepYears})
  AND NOT EXISTS (SELECT FROM appeal_events e WHERE e.appeal_id = a.id AND e.at >= now() - make_interval(years => ${keepYears}))`;

/**
 * What becomes of entries with time: whatever somebody has said, and whatever tells who it was, goes. Number, days, kind,
 * subject, house and mark stay, so that a report tells the same before and after. The copy in the book goes by the trigger
 * of its table; files without a row are swept.
 */
export const appealChores = (keepYears: number): readonly Chore[] => [
  {
    name: 'words of entries',
    told: 'тексты обращений',
    find: `SELECT a.id AS key FROM appeals a WHERE ${over(keepYears)} ORDER BY a.registered_at LIMIT $1 FOR UPDATE SKIP LOCKED`,
    work: `
      WITH erased AS (
        UPDATE appeals a SET erased_at = now(), version = version + 1, title = '', text = '', user_id = NULL,
          account_id = NULL, address = '', author_name = '', author_email = '', author_phone = '', postal_address = '',
          rating_text = '', form_mark = NULL, publish = false
        WHERE a.id = ANY ($1) AND ${over(keepYears)} RETURNING a.id),
      files AS (DELETE FROM appeal_files WHERE appeal_id IN (SELECT id FROM erased)),
      drafts AS (DELETE FROM answer_drafts WHERE appeal_id IN (SELECT id FROM erased)),
      threads AS (DELETE FROM appeal_threads WHERE appeal_id IN (SELECT id FROM erased))
      UPDATE appeal_events SET text = '', details = '{}', actor_name = '',
        actor_id = CASE WHEN actor_kind = 'staff' THEN actor_id END
      WHERE appeal_id IN (SELECT id FROM erased)`,
  },
];
