import { LONGEST_LIFE_DAYS } from './letters.js';
import { waits } from './letters.sql.js';

/** How letters stand at this moment. */
export interface LettersHealth {
  readonly waiting: number;
  /** Those in bulk may take hours. */
  readonly waitingBulk: number;
  /** Since when the oldest one waits that is to leave at once. */
  readonly since: Date | null;
  /** Due for a quarter of an hour, and nobody has tried: no portal runs that would. */
  readonly untouched: number;
  /** Given up within a day, by whose fault. */
  readonly failedByServer: number;
  readonly failedByReceiver: number;
}

const FAILED = `FROM letters f WHERE f.failed_at > now() - interval '1 day'
  AND f.created_at > now() - interval '${LONGEST_LIFE_DAYS + 1} days'`;

export const LETTERS_HEALTH = `
  SELECT count(*)::int AS waiting, count(*) FILTER (WHERE bulk)::int AS "waitingBulk",
    min(created_at) FILTER (WHERE NOT bulk) AS since,
    count(*) FILTER (WHERE attempts = 0 AND NOT bulk AND next_attempt_at < now() - interval '15 minutes')::int AS untouched,
    (SELECT count(*)::int ${FAILED} AND f.fault IS DISTINCT FROM 'receiver') AS "failedByServer",
    (SELECT count(*)::int ${FAILED} AND f.fault = 'receiver') AS "failedByReceiver"
  FROM letters WHERE ${waits('letters')}`;

/** Why letters do not leave, as MailTrouble remembers it; the answer is the mail server's own. */
export const MAIL_TROUBLE = 'SELECT since, failures, text, answer FROM mail_trouble WHERE failures >= 3';

/** The letters of a week by kind, without whom they went to. */
export const LETTERS_LATELY = `
  SELECT kind, fault, count(*)::int AS count, count(sent_at)::int AS sent, count(failed_at)::int AS failed,
    count(cancelled_at)::int AS cancelled, max(attempts) AS "mostAttempts"
  FROM letters WHERE created_at > now() - interval '7 days' GROUP BY kind, fault ORDER BY kind, fault`;
