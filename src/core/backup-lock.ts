/** Any number, the same in all instances; whoever holds it makes a backup or restores one. */
const LOCK = 4_951_204;

/** Takes the lock for as long as the connection lives; `mine` is false where another one has it. */
export const TAKE_BACKUP_LOCK = `SELECT pg_try_advisory_lock(${LOCK}) AS mine`;

/** Whether a backup is being made at this moment: files that its dump may name must stay then. */
export const IS_BACKUP_RUNNING = `SELECT EXISTS (
  SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = ${LOCK} AND objsubid = 1 AND granted
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())) AS running`;
