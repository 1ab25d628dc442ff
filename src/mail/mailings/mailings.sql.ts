import { stateOf, waits, withdrawLetters } from '../letters.sql.js';

/** The kind of its letters. */
export const KIND = 'office-letter';

/** Whether it is not known yet of everybody whether they get a mailing `m`. */
const UNSETTLED = 'EXISTS (SELECT FROM mailing_settlings s WHERE s.mailing_id = m.id)';

/** Whether something of a mailing `m` is still to leave. */
const UNDER_WAY = `(${UNSETTLED} OR EXISTS (SELECT FROM mailing_receivers r WHERE r.mailing_id = m.id AND r.state = 'ready')
  OR EXISTS (SELECT FROM letters l WHERE ${waits('l')} AND l.kind = '${KIND}' AND l.about = m.id::text))`;

/** A mailing `m` with the names of whoever had to do with it. */
export const MAILING = `SELECT m.id, m.audience, m.audience_words, m.subject, m.text, m.signature, m.version, m.written_at,
    m.begun_at, NOT ${UNSETTLED} AS settled, coalesce(m.begun_by, m.written_by) AS author_id,
    m.receivers, m.asking, m.decided_at, m.approved, m.decline_reason, m.stopped_at, w.name AS author,
    d.name AS decider, s.name AS stopper, ${UNDER_WAY} AS under_way
  FROM mailings m JOIN staff_names w ON w.id = coalesce(m.begun_by, m.written_by)
  LEFT JOIN staff_names d ON d.id = m.decided_by LEFT JOIN staff_names s ON s.id = m.stopped_by`;

/** Waits for an administrator. */
export const ASKING = `m.begun_at IS NOT NULL AND m.asking > 0 AND m.decided_at IS NULL AND m.stopped_at IS NULL AND NOT ${UNSETTLED}`;

/** Who has had a letter to a list on a day, or is about to. */
export const hadOn = (day: string): string =>
  `(SELECT md.user_id FROM mailing_days md WHERE md.day = ${day}::date)`;

/** Residents and their addresses, where the last letter to it was refused by its mailbox. */
export const BOUNCED = `(
  SELECT DISTINCT b.user_id, b.recipient FROM letters b
  WHERE b.sent_at IS NULL AND b.fault = 'receiver' AND b.failed_at IS NOT NULL AND NOT EXISTS (
    SELECT FROM letters later WHERE later.user_id = b.user_id AND later.recipient = b.recipient
      AND coalesce(later.sent_at, later.failed_at) > b.failed_at))`;

/**
 * The letter `m` of a receiver `r`, found by its key for one after another: a planner whose statistics are older than the mailing
 * takes both tables for a few rows and compares each with each, ten thousand times ten thousand.
 */
const LETTER_OF = `LATERAL (
  SELECT l.* FROM letters l WHERE l.user_id = r.user_id AND l.kind = '${KIND}' AND l.about = r.mailing_id::text LIMIT 1) m`;

/** How the letters of the mailing $1 stand, and how many of them. */
export const PROGRESS = `
  SELECT CASE WHEN m.id IS NULL THEN r.state ELSE ${stateOf('m')} END AS state, count(*)::integer AS count
  FROM mailing_receivers r LEFT JOIN ${LETTER_OF} ON true
  WHERE r.mailing_id = $1 GROUP BY 1`;

/** The first letters of the mailing $1 that do not leave. */
export const UNSENT = `
  SELECT m.id, u.id AS user_id, u.full_name AS name, m.last_error AS error
  FROM mailing_receivers r CROSS JOIN ${LETTER_OF} JOIN residents u ON u.id = r.user_id
  WHERE r.mailing_id = $1 AND m.sent_at IS NULL AND m.cancelled_at IS NULL AND m.last_error IS NOT NULL
  ORDER BY u.full_name, m.id LIMIT 50`;

/** Withdraws what waits of the mailing $2; $1 is now. */
export const WITHDRAW = withdrawLetters(
  `(SELECT ARRAY(SELECT m.id FROM mailing_receivers r CROSS JOIN ${LETTER_OF} WHERE r.mailing_id = $2) AS ids) of_it`,
  'm.id = ANY (of_it.ids)',
);

/** Gives the day back to whoever gets no letter of the mailing $1 after all. */
export const GIVE_DAYS_BACK = `
  DELETE FROM mailing_days d WHERE d.mailing_id = $1 AND d.user_id = ANY (ARRAY(
    SELECT r.user_id FROM mailing_receivers r LEFT JOIN ${LETTER_OF} ON true
    WHERE r.mailing_id = $1 AND (m.id IS NULL OR m.cancelled_at IS NOT NULL)))`;

/** Settles those of a select for a mailing, with a day of theirs: gives how many they are, and the last of them. */
export const settled = (chosen: string, mailing: string, day: string): string => `
  WITH chosen AS MATERIALIZED (${chosen}), free AS (
    INSERT INTO mailing_days (user_id, day, mailing_id)
    SELECT user_id, ${day}::date, ${mailing}::uuid FROM chosen ORDER BY user_id
    ON CONFLICT DO NOTHING RETURNING user_id),
  put AS (
    INSERT INTO mailing_receivers (mailing_id, user_id, state)
    SELECT ${mailing}::uuid, user_id, CASE WHEN user_id IN (SELECT user_id FROM free) THEN 'ready' ELSE 'asks' END
    FROM chosen RETURNING state)
  SELECT count(*)::integer AS receivers, (count(*) FILTER (WHERE state = 'asks'))::integer AS asking,
    (SELECT user_id FROM chosen ORDER BY user_id DESC LIMIT 1) AS last FROM put`;

/** After a restore: what was being written may be with its receivers by now. */
export const STOP_AFTER_RESTORE = `UPDATE mailings m SET stopped_at = now() WHERE begun_at IS NOT NULL AND stopped_at IS NULL
  AND (EXISTS (SELECT FROM mailing_settlings s WHERE s.mailing_id = m.id)
    OR EXISTS (SELECT FROM mailing_receivers r WHERE r.mailing_id = m.id AND r.state = 'ready'))`;
