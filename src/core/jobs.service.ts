import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import type { Pool, QueryResultRow } from 'pg';
import type { EntityManager } from 'typeorm';
import { isDead, placeOf, runsSilent, waits } from './jobs.sql.js';
import { POOL } from './tokens.js';
import { affected, rowsOf } from './query.js';

export const INTERRUPTED = 'Прервано';
export const CANCELLED = 'Отменено';

/** What a job may tell while it works, and where it may leave files. */
export interface JobWatch {
  /** How much is done, of how much. */
  readonly progress: (done: number, goal: number) => void;
  /**
   * Writes down in the caller's transaction that the job is done, with its result: whoever interrupts it at any moment leaves
   * both the change and the word of it, or neither.
   */
  readonly done: (tx: EntityManager, result: unknown) => Promise<void>;
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
  /** Without it nobody has asked for it: it is done by itself. */
  readonly staffId?: string;
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
  /** While it waits in the queue: 1 is the next. */
  readonly place: number | null;
  readonly staffId: string | null;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}

const JOBS = `
  SELECT id, kind, title, params, CASE WHEN ${runsSilent('j')} THEN 'failed' ELSE state END AS state,
    progress::float8 AS progress, goal::float8 AS goal, result,
    CASE WHEN ${runsSilent('j')} THEN '${INTERRUPTED}' ELSE error END AS error, ${placeOf('j')} AS place,
    staff_id AS "staffId", created_at AS "createdAt", finished_at AS "finishedAt"
  FROM jobs j`;
const CANCEL = `UPDATE jobs SET state = 'failed', error = '${CANCELLED}', finished_at = now() WHERE id = $1 AND ${waits()}`;

/** Those that have died without a word: they must not stand in the way of a successor, nor keep their uploads for ever. */
export const CLOSE_DEAD = `UPDATE jobs SET state = 'failed', error = '${INTERRUPTED}', finished_at = now(), lease_until = NULL
  WHERE ${isDead()}`;
const CLOSE_DEAD_SINGLE = `${CLOSE_DEAD} AND kind = $1 AND single = $2`;
const ADD_SINGLE = `INSERT INTO jobs (kind, single, title, params, staff_id) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (kind, single) WHERE state IN ('queued', 'running') DO NOTHING RETURNING id`;
const UNDER_WAY = `SELECT id FROM jobs WHERE kind = $1 AND single = $2 AND state IN ('queued', 'running')`;

/** What takes long waits here for a process of its own, so that the pages stay fast; JobStarter begins it. */
@Injectable()
export class Jobs {
  /** Tells the starter of this process that there may be something to begin. */
  readonly queued = new EventEmitter<{ job: [] }>();

  private readonly works = new Map<string, JobWork>();

  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** Tells how jobs of a kind are done; called by modules when they begin. */
  register(kind: string, work: JobWork): void {
    if (this.works.has(kind)) throw new Error(`Two works for jobs of the kind ${kind}`);
    this.works.set(kind, work);
  }

  /** The work for jobs of a kind. */
  workOf(kind: string): JobWork | undefined {
    return this.works.get(kind);
  }

  /** Queues a job and gives its id. */
  async start(kind: string, title: string, params: unknown, staffId?: string): Promise<string> {
    const { rows } = await this.pool.query<{ id: string }>(
      'INSERT INTO jobs (kind, title, params, staff_id) VALUES ($1, $2, $3, $4) RETURNING id',
      [kind, title, JSON.stringify(params), staffId ?? null],
    );
    this.begin();
    return rows[0]!.id;
  }

  /**
   * Writes a job down in the caller's transaction; once that is committed, `begin` need not wait for the next look. While another
   * one does the same, that one is meant: it is not `fresh`.
   */
  async queueSingle(tx: EntityManager, job: SingleJob): Promise<{ id: string; fresh: boolean }> {
    const { kind, single, title, params, staffId } = job;
    await tx.query(CLOSE_DEAD_SINGLE, [kind, single]);
    const added = await rowsOf<{ id: string }>(tx, ADD_SINGLE, [
      kind,
      single,
      title,
      JSON.stringify(params),
      staffId ?? null,
    ]);
    if (added[0]) return { id: added[0].id, fresh: true };
    const underWay = await rowsOf<{ id: string }>(tx, UNDER_WAY, [kind, single]);
    // Nothing when it has ended between the two statements.
    return underWay[0] ? { id: underWay[0].id, fresh: false } : this.queueSingle(tx, job);
  }

  /** The jobs about something, the newest first. */
  async about(single: string): Promise<Job[]> {
    const sql = `${JOBS} WHERE single = $1 ORDER BY created_at DESC, id LIMIT 20`;
    return (await this.pool.query<Job>(sql, [single])).rows;
  }

  /** Forgets what finished jobs were about, so that the same that comes once more is done anew, or tells it otherwise. */
  async settle(single: string, becomes?: string): Promise<void> {
    const sql = `UPDATE jobs SET single = $2 WHERE single = $1 AND state IN ('done', 'failed')`;
    await this.pool.query(sql, [single, becomes ?? null]);
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

  /** Takes a job out of the queue; false when it has been begun. */
  async cancel(tx: EntityManager, id: string): Promise<boolean> {
    const count = await affected(tx, CANCEL, [id]);
    return count === 1;
  }

  /** A job has been written down. */
  begin(): void {
    this.queued.emit('job');
  }
}
