/** A sign of life is older than this: the process has died without a word. */
const SILENCE_SECONDS = 60;
/** A process that ends before it has taken its job is followed by another one, so often. */
const STARTS = 3;

/** Shows no sign of life for a minute. */
export const silent = (job = 'jobs'): string =>
  `${job}.heartbeat_at < now() - interval '${SILENCE_SECONDS} seconds'`;
/** Works, and shows no sign of life; what waits or is only being started needs none. */
export const runsSilent = (job = 'jobs'): string => `${job}.state = 'running' AND ${silent(job)}`;
/** No instance has a process for it, or is about to start one. */
const unclaimed = (job = 'jobs'): string => `(${job}.lease_until IS NULL OR ${job}.lease_until <= now())`;
/** Waits in the queue. */
export const waits = (job = 'jobs'): string => `${job}.state = 'queued' AND ${unclaimed(job)}`;
/** Has died with its instance: silent, and nobody is there to end its process. */
export const isDead = (job = 'jobs'): string => `${runsSilent(job)} AND ${unclaimed(job)}`;
/** Uses one of the places for processes. */
export const isBusy = (job = 'jobs'): string =>
  `NOT ${unclaimed(job)} OR (${job}.state = 'running' AND NOT ${silent(job)})`;
/** Is over when its process ends: one that was running was interrupted, one that was not even taken is begun anew, but not for ever. */
export const endsWithProcess = (job = 'jobs'): string =>
  `(${job}.state = 'running' OR (${job}.state = 'queued' AND ${job}.starts + 1 >= ${STARTS}))`;
/** The place in the queue of the job with this alias; null for one that does not wait. */
export const placeOf = (job: string): string => `
  CASE WHEN ${waits(job)} THEN
    (SELECT count(*) FROM jobs w WHERE ${waits('w')} AND (w.created_at, w.id) <= (${job}.created_at, ${job}.id))::int END`;
/** What people see as the state: what is silent has died, what is being started is at work. */
export const shownState = (job: string): string => `
  CASE WHEN ${runsSilent(job)} THEN 'failed' WHEN ${job}.state = 'queued' AND NOT ${unclaimed(job)} THEN 'running' ELSE ${job}.state END`;
/** After a restore: whether they have been done since the backup nobody knows, so whoever asked for them decides. */
export const END_AFTER_RESTORE = `UPDATE jobs SET state = 'failed', error = 'Прервано: база восстановлена из копии',
  finished_at = now(), lease_until = NULL WHERE state IN ('queued', 'running')`;
