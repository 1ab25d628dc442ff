import { Prepared } from '../core/database.js';

/** Whether a letter has not left yet and is still to leave. */
export const waits = (letter: string): string =>
  `${letter}.sent_at IS NULL AND ${letter}.failed_at IS NULL AND ${letter}.cancelled_at IS NULL`;

/** Whether there is a letter `e` to a resident of which this is true. */
export const letterTo = (userId: string, where: string): string =>
  `EXISTS (SELECT FROM letters e WHERE e.user_id = ${userId} AND ${where})`;

/** Withdraws letters `m` that wait and that rows of others are about; $1 is now. */
export const withdrawLetters = (from: string, where: string): string => `
  UPDATE letters m SET cancelled_at = $1, data = NULL FROM ${from} WHERE ${where} AND ${waits('m')}`;

/** Deletes letters `m` that nobody is sending at this moment, so that they may be written anew. */
export const takeBackLetters = (using: string, where: string): string => `
  DELETE FROM letters m USING ${using}
  WHERE ${where} AND m.sent_at IS NULL AND m.failed_at IS NULL AND (m.attempts = 0 OR m.last_error IS NOT NULL)`;

/** How a letter stands, in one word. */
export const stateOf = (letter: string): string => `CASE WHEN ${letter}.sent_at IS NOT NULL THEN 'sent'
  WHEN ${letter}.failed_at IS NOT NULL THEN 'failed' WHEN ${letter}.cancelled_at IS NOT NULL THEN 'cancelled'
  WHEN ${letter}.last_error IS NOT NULL THEN 'trouble' ELSE 'waiting' END`;

/** Why a letter does not leave that waited when a backup was made. */
const HELD = 'База восстановлена из копии: письмо могло уже уйти';

/** After a restore: what had a code that is over, and what may have left since. The second keeps all that it needs. */
export const CANCEL_CODES_AFTER_RESTORE = `UPDATE letters m SET cancelled_at = now(), data = NULL
  WHERE ${waits('m')} AND auth_code_id IS NOT NULL`;
export const HOLD_AFTER_RESTORE = `UPDATE letters m SET failed_at = now(), fault = NULL, last_error = '${HELD}'
  WHERE ${waits('m')} AND auth_code_id IS NULL`;

/** Lets these leave after all; each has the Message-ID that it had. */
export const RELEASE_HELD = `UPDATE letters SET failed_at = NULL, last_error = NULL, attempts = 0, next_attempt_at = now(),
  not_after = greatest(not_after, now() + interval '1 day')
  WHERE failed_at IS NOT NULL AND sent_at IS NULL AND data IS NOT NULL AND last_error = '${HELD}'`;

/** Addresses of residents $1 that take no letters: since when none of the letters to them has arrived. */
export const NOT_TAKEN = new Prepared<{ user_id: string; recipient: string; since: Date }>(
  'addresses that take no letters',
  `SELECT m.user_id, m.recipient, min(m.created_at) AS since FROM letters m
   WHERE m.user_id = ANY ($1::uuid[]) AND m.fault = 'receiver' AND m.sent_at IS NULL AND m.cancelled_at IS NULL
     AND NOT EXISTS (SELECT FROM letters s WHERE s.user_id = m.user_id AND s.recipient = m.recipient
       AND s.sent_at IS NOT NULL AND s.created_at > m.created_at)
   GROUP BY m.user_id, m.recipient`,
);

/** When the last one left. */
export const LAST_LETTER = 'SELECT max(sent_at) AS at FROM letters';
