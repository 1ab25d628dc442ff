import type { Pool, QueryResultRow } from 'pg';
import { LAST_IMPORTS } from '../accounts/import/imports-health.sql.js';
import { lastBackup, type LastBackup } from '../core/last-backup.js';
import { LAST_BATCHES } from '../billing/batches-health.sql.js';
import { type FailedJobs, JOBS_FAILED, JOBS_HEALTH, type JobsHealth } from '../core/jobs-health.sql.js';
import { LETTERS_HEALTH, type LettersHealth } from '../mail/letters-health.sql.js';
import { APPEALS_REGISTERED } from '../messages/appeals-figures.sql.js';
import { READINGS_SENT } from '../readings/readings-figures.sql.js';
import { REQUESTS_REGISTERED } from '../requests/requests-figures.sql.js';
import { REGISTRATIONS } from '../users/users-figures.sql.js';

/** What is read of the database for one answer to Prometheus. */
export interface DatabaseFacts {
  readonly letters: LettersHealth;
  readonly jobs: JobsHealth;
  readonly failedJobs: readonly FailedJobs[];
  readonly loads: readonly { readonly kind: string; readonly at: Date }[];
  readonly backup: LastBackup | undefined;
  readonly business: Readonly<Record<string, number>>;
}

/** Reads all of it, one statement after the other: pages need the connections more. */
export async function readFacts(pool: Pool): Promise<DatabaseFacts> {
  const rows = async <Row extends QueryResultRow>(sql: string): Promise<Row[]> =>
    (await pool.query<Row>(sql)).rows;
  const count = async (sql: string): Promise<number> => (await rows<{ count: number }>(sql))[0]!.count;
  const [letters] = await rows<LettersHealth>(LETTERS_HEALTH);
  const [jobs] = await rows<JobsHealth>(JOBS_HEALTH);
  const failedJobs = await rows<FailedJobs>(JOBS_FAILED);
  const loads = [
    ...(await rows<{ kind: string; at: Date }>(LAST_IMPORTS)),
    ...(await rows<{ kind: string; at: Date }>(LAST_BATCHES)),
  ];
  const [sent] = await rows<{ sent: number; readings: number }>(READINGS_SENT);
  const business = {
    registrations: await count(REGISTRATIONS),
    reading_sendings: sent!.sent,
    readings: sent!.readings,
    requests: await count(REQUESTS_REGISTERED),
    entries: await count(APPEALS_REGISTERED),
  };
  return { letters: letters!, jobs: jobs!, failedJobs, loads, backup: await lastBackup(pool), business };
}
