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
