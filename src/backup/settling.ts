import type pg from 'pg';
import { VOID_INVITATIONS_AFTER_RESTORE } from '../accounts/household/after-restore.sql.js';
import { STOP_AFTER_RESTORE as STOP_ANNOUNCEMENTS } from '../announcements/letters/announcement-mailings.sql.js';
import { INTO_JOURNAL } from '../audit/audit.service.js';
import type { AuditAction } from '../audit/audit.js';
import {
  COUNT_KEYS_AFTER_RESTORE,
  END_CODES_AFTER_RESTORE,
  END_RECOVERY_CODES_OF_RESIDENTS_AFTER_RESTORE,
  END_SESSIONS_AFTER_RESTORE,
} from '../auth/after-restore.sql.js';
import { LAST_PAYMENTS } from '../billing/documents.sql.js';
import { END_AFTER_RESTORE as END_JOBS } from '../core/jobs.sql.js';
import { MARK_AS_RESTORED } from '../core/restored.sql.js';
import { END_SETTLING } from '../core/unfinished-restore.js';
import { CANCEL_CODES_AFTER_RESTORE, HOLD_AFTER_RESTORE, LAST_LETTER } from '../mail/letters.sql.js';
import { STOP_AFTER_RESTORE as STOP_MAILINGS } from '../mail/mailings/mailings.sql.js';
import { LAST_READING } from '../readings/readings.sql.js';
import { LAST_REQUEST } from '../requests/requests.sql.js';
import {
  END_ONE_TIME_PASSWORDS_AFTER_RESTORE,
  END_RECOVERY_CODES_AFTER_RESTORE,
  COUNT_APPS_AFTER_RESTORE,
  COUNT_STAFF_KEYS_AFTER_RESTORE,
} from '../staff/after-restore.sql.js';

/** What is settled, in this order: letters with codes go before those that are held. */
const STEPS = {
  sessions: END_SESSIONS_AFTER_RESTORE,
  codes: END_CODES_AFTER_RESTORE,
  invitations: VOID_INVITATIONS_AFTER_RESTORE,
  passwords: END_ONE_TIME_PASSWORDS_AFTER_RESTORE,
  recoveryCodes: END_RECOVERY_CODES_AFTER_RESTORE,
  residentRecoveryCodes: END_RECOVERY_CODES_OF_RESIDENTS_AFTER_RESTORE,
  apps: COUNT_APPS_AFTER_RESTORE,
  staffKeys: COUNT_STAFF_KEYS_AFTER_RESTORE,
  residentKeys: COUNT_KEYS_AFTER_RESTORE,
  questions: MARK_AS_RESTORED,
  cancelled: CANCEL_CODES_AFTER_RESTORE,
  held: HOLD_AFTER_RESTORE,
  mailings: STOP_MAILINGS,
  announcements: STOP_ANNOUNCEMENTS,
  jobs: END_JOBS,
} as const;

const LAST = {
  reading: LAST_READING,
  request: LAST_REQUEST,
  payments: LAST_PAYMENTS,
  letter: LAST_LETTER,
} as const;

const RESTORED: AuditAction = 'database.restored';
const JOURNAL = `${INTO_JOURNAL.replace('ip, request_id', 'details')}
  SELECT 'system', NULL, 'npm run restore', '${RESTORED}', NULL, NULL, jsonb_build_object('backup', $1::text)`;

/** How many rows each step has settled. */
export type Settled = Readonly<Record<keyof typeof STEPS, number>>;

/** When the last of each came that the backup has. */
export type LastOnes = Readonly<Record<keyof typeof LAST, Date | null>>;

/** Makes of a database as it was one that may be opened to people today, and writes that into the journal; `backup` says of when. */
export async function settle(database: pg.Client, backup: string): Promise<Settled> {
  await database.query('BEGIN');
  const settled: Partial<Record<keyof Settled, number>> = {};
  for (const [step, sql] of Object.entries(STEPS)) {
    settled[step as keyof Settled] = (await database.query(sql)).rowCount ?? 0;
  }
  await database.query(JOURNAL, [backup]);
  await database.query(END_SETTLING);
  await database.query('COMMIT');
  return settled as Settled;
}

/** What came last in the database. */
export async function lastOnes(database: pg.Client): Promise<LastOnes> {
  const last: Partial<Record<keyof LastOnes, Date | null>> = {};
  for (const [what, sql] of Object.entries(LAST)) {
    last[what as keyof LastOnes] = (await database.query<{ at: Date | null }>(sql)).rows[0]?.at ?? null;
  }
  return last as LastOnes;
}
