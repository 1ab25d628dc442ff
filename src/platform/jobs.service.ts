import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool, QueryResultRow } from 'pg';
import type { EntityManager } from 'typeorm';
import { childEnvironment, type Config } from './config.js';
import { Log } from './log.js';
import { projectPath } from './paths.js';
import { CONFIG, POOL } from './tokens.js';

/** A sign of life is older than this: the process has died without a word. */
const SILENCE_SECONDS = 60;
const STOP_MS = 8000;

export const INTERRUPTED = 'Прервано';

/** What a job may tell while it works, and where it may leave files. */
export interface JobWatch {
  /** How much is done, of how much. */
  readonly progress: (done: number, goal: number) => void;
  /** An existing folder for files; names come from KeptFiles. */
  readonly folder: string;
}

/** The work of one kind of jobs: gets what `start` was given, gives what is to be shown (JSON). */
export type JobWork = (params: unknown, watch: JobWatch) => Promise<unknown>;

/** A job of which there is but one at a time. */
export interface SingleJob {
  readonly kind: string;
  /** What it is about: while a job of this kind about the same waits or runs, there is no second one. */
  readonly single: string;
  readonly title: string;
  readonly params: unknown;
  readonly staffId: string;
}

/** A job as people see it. */
export interface Job extends QueryResultRow {
  readonly id: string;
  readonly kind: string;
  readonly title: string;
  readonly params: unknown;
  readonly state: 'queued' | 'running' | 'done' | 'failed';
  readonly progress: number;
  /** 0 while nobody knows how much there is to do. */
  readonly goal: number;
  readonly result: unknown;
  readonly error: string | null;
  readonly staffId: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const SILENT = `state IN ('queued', 'running') AND heartbeat_at < now() - interval '${SILENCE_SECONDS} seconds'`;

const JOBS = `
  SELECT id, kind, title, params, CASE WHEN ${SILENT} THEN 'failed' ELSE state END AS state,
    progress::float8 AS progress, goal::float8 AS goal, result,
    CASE WHEN ${SILENT} THEN '${INTERRUPTED}' ELSE error END AS error,
    staff_id AS "staffId", created_at AS "createdAt", finished_at AS "finishedAt"
  FROM jobs`;

/** One that has died without a word must not stand in the way of its successor. */
const BURY = `UPDATE jobs SET state = 'failed', error = '${INTERRUPTED}', finished_at = now()
  WHERE kind = $1 AND single = $2 AND ${SILENT}`;
const ADD_SINGLE = `INSERT INTO jobs (kind, single, title, params, staff_id) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (kind, single) WHERE state IN ('queued', 'running') DO NOTHING RETURNING id`;
const UNDER_WAY = `SELECT id FROM jobs WHERE kind = $1 AND single = $2 AND state IN ('queued', 'running')`;

/** What takes long is done by a process of its own, so that the pages stay fast: this one starts it and tells how far it is. */
@Injectable()
export class Jobs implements OnApplicationShutdown {
  private readonly works = new Map<string, JobWork>();
  private readonly children = new Set<ChildProcess>();

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: Log,
  ) {}

  /** Tells how jobs of a kind are done; called by modules when they begin. */
  register(kind: string, work: JobWork): void {
    if (this.works.has(kind)) throw new Error(`Two works for jobs of the kind ${kind}`);
    this.works.set(kind, work);
  }

  /** The work for jobs of a kind. */
  workOf(kind: string): JobWork | undefined {
    return this.works.get(kind);
  }

  /** Begins a job on this machine and gives its id. */
  async start(kind: string, title: string, params: unknown, staffId?: string): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>(
      'INSERT INTO jobs (kind, title, params, staff_id) VALUES ($1, $2, $3, $4) RETURNING id',
      [kind, title, JSON.stringify(params), staffId ?? null],
    );
    const { id } = rows[0]!;
    this.begin(id);
    return id;
  }

  /**
   * Writes a job down in the caller's transaction; once that is committed, `begin` starts it. While another one does the
   * same, that one is meant: it is not `fresh`, and has been begun already.
   */
  async queueSingle(tx: EntityManager, job: SingleJob): Promise<{ id: string; fresh: boolean }> {
    const { kind, single, title, params, staffId } = job;
    await tx.query(BURY, [kind, single]);
    const added: { id: string }[] = await tx.query(ADD_SINGLE, [
      kind,
      single,
      title,
      JSON.stringify(params),
      staffId,
    ]);
    if (added[0]) return { id: added[0].id, fresh: true };
    const underWay: { id: string }[] = await tx.query(UNDER_WAY, [kind, single]);
    // Nothing when it has ended between the two statements.
    return underWay[0] ? { id: underWay[0].id, fresh: false } : this.queueSingle(tx, job);
  }

  /** A job; undefined when there is none with this id. */
  async find(id: string): Promise<Job | undefined> {
    const { rows } = await this.pool.query<Job>(`${JOBS} WHERE id = $1`, [id]);
    return rows[0];
  }

  /** The latest jobs of some kinds, the newest first. */
  async list(kinds: readonly string[], limit = 20): Promise<Job[]> {
    const sql = `${JOBS} WHERE kind = ANY($1) ORDER BY created_at DESC LIMIT $2`;
    return (await this.pool.query<Job>(sql, [kinds, limit])).rows;
  }

  /** Asks the processes to stop, which takes back what they have not finished. */
  async onApplicationShutdown(): Promise<void> {
    const ended = [...this.children].map((child) => {
      child.kill('SIGTERM');
      return once(child, 'exit');
    });
    const timer = new AbortController();
    await Promise.race([
      Promise.all(ended),
      sleep(STOP_MS, undefined, { signal: timer.signal }).catch(() => undefined),
    ]);
    timer.abort();
    for (const child of this.children) child.kill('SIGKILL');
  }

  /** Starts the process of a job that has been written down. */
  begin(id: string): void {
    const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), 'job', id], {
      env: childEnvironment(this.config),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.children.add(child);
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.log.warn(text.trimEnd(), 'job'));
    child.on('error', (error) => this.log.error(error, 'job'));
    child.on('close', () => {
      this.children.delete(child);
      void this.close(id);
    });
  }

  /** A process that is gone without having said how it ended was interrupted. */
  private async close(id: string): Promise<void> {
    await this.pool
      .query(
        `UPDATE jobs SET state = 'failed', error = $2, finished_at = now()
         WHERE id = $1 AND state IN ('queued', 'running')`,
        [id, INTERRUPTED],
      )
      .catch(() => undefined); // after a minute of silence it counts as interrupted anyway
  }
}
