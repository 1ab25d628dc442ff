import { CANCELLED } from './jobs.service.js';
import { runsSilent, waits } from './jobs.sql.js';

/** How jobs stand at this moment. */
export interface JobsHealth {
  readonly waiting: number;
  readonly waitingSince: Date | null;
  readonly running: number;
  /** At work by their row, but without a sign of life. */
  readonly silent: number;
}

export const JOBS_HEALTH = `
  SELECT count(*) FILTER (WHERE ${waits()})::int AS waiting, min(created_at) FILTER (WHERE ${waits()}) AS "waitingSince",
    count(*) FILTER (WHERE NOT ${waits()} AND NOT (${runsSilent()}))::int AS running,
    count(*) FILTER (WHERE ${runsSilent()})::int AS silent
  FROM jobs WHERE state IN ('queued', 'running')`;

/** Jobs that have failed within a day, by kind; what somebody has cancelled has not. */
export interface FailedJobs {
  readonly kind: string;
  readonly count: number;
}

export const JOBS_FAILED = `
  SELECT kind, count(*)::int AS count FROM jobs
  WHERE state = 'failed' AND finished_at > now() - interval '1 day' AND created_at > now() - interval '8 days'
    AND error IS DISTINCT FROM '${CANCELLED}'
  GROUP BY kind ORDER BY kind`;

/** The last jobs, without their titles and results: those name files, houses and people. */
export const JOBS_LATELY = `
  SELECT kind, state, progress::float8 AS progress, goal::float8 AS goal, starts, created_at AS "createdAt",
    started_at AS "startedAt", finished_at AS "finishedAt"
  FROM jobs ORDER BY created_at DESC LIMIT 50`;
