import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { CANNOT_WRITE, classify, isUnableToWrite } from './database-errors.js';
import { isDiskTrouble } from './not-stored.js';
import { Storage } from './storage.js';
import { INTERRUPTED, Jobs, type JobWork } from './jobs.service.js';
import { JobRefused } from './refusals.js';
import { POOL } from './tokens.js';
import { traced } from './traced.js';

const HEARTBEAT_MS = 2000;

const TAKE = `UPDATE jobs SET state = 'running', started_at = now(), heartbeat_at = now()
  WHERE id = $1 AND claim IS NOT DISTINCT FROM $2::uuid AND state = 'queued' RETURNING kind, params`;
const BEAT = `UPDATE jobs SET heartbeat_at = now(), progress = $2, goal = $3 WHERE id = $1 AND state = 'running'`;
/** Also of one that was taken for dead meanwhile: what is committed is done. */
const DONE = `UPDATE jobs SET state = 'done', result = $2, error = NULL, progress = greatest(goal, progress),
  finished_at = now() WHERE id = $1`;
const FAILED = `UPDATE jobs SET state = 'failed', error = $2, finished_at = now()
  WHERE id = $1 AND state = 'running'`;

/** Does one job, in the process that was started for it. */
@Injectable()
export class JobRunner {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly jobs: Jobs,
    private readonly storage: Storage,
  ) {}

  /** Does the job and returns the exit code; one that somebody has taken, or that another claim is for, is left alone. */
  async run(id: string, claim?: string): Promise<number> {
    // The instance that reads it may be gone; that is no reason to leave the work.
    process.stderr.on('error', () => undefined);
    // Listened to before the job is ours: once it is, it must not be left as running by a signal that nobody hears.
    const told = new AbortController();
    process.once('SIGTERM', () => told.abort());
    const { rows } = await this.pool.query<{ kind: string; params: unknown }>(TAKE, [id, claim ?? null]);
    const [job] = rows;
    const work = job && this.jobs.workOf(job.kind);
    if (!job) return 1;
    if (told.signal.aborted) return this.fail(id, INTERRUPTED);
    if (!work) return this.fail(id, 'Портал не знает, как выполнить эту задачу');
    // What is not committed by then is rolled back by PostgreSQL when it sees us gone.
    told.signal.onabort = () => void this.fail(id, INTERRUPTED).finally(() => process.exit(1));
    try {
      await traced(`job ${job.kind}`, { 'kabinet.job': id }, () => this.work(id, work, job.params));
      return 0;
    } catch (error) {
      return this.fail(id, explained(error));
    }
  }

  private async work(id: string, work: JobWork, params: unknown): Promise<void> {
    let made = 0;
    let goal = 0;
    let written = false;
    const beat = () => this.pool.query(BEAT, [id, Math.round(made), Math.round(goal)]).catch(() => undefined);
    const timer = setInterval(() => void beat(), HEARTBEAT_MS);
    try {
      const folder = await this.storage.folder();
      const progress = (part: number, whole: number) => {
        made = part;
        goal = whole;
      };
      const done = async (tx: EntityManager, result: unknown) => {
        await tx.query(DONE, [id, JSON.stringify(result ?? null)]);
        written = true;
      };
      const result = await work(params, { progress, folder, done });
      if (written) return;
      await beat();
      await this.pool.query(DONE, [id, JSON.stringify(result ?? null)]);
    } finally {
      clearInterval(timer);
    }
  }

  private async fail(id: string, error: string): Promise<number> {
    await this.pool.query(FAILED, [id, error]);
    return 1;
  }
}

/** Words for the person who waits; where it broke goes to the log by way of stderr. */
function explained(error: unknown): string {
  if (error instanceof JobRefused) return error.message;
  console.error(error instanceof Error ? error.stack : error);
  if (isDiskTrouble(error)) {
    return 'На сервере негде хранить файлы: кончилось место или папка закрыта для записи. Сообщите администратору портала';
  }
  if (isUnableToWrite(error)) return `Не записано: ${CANNOT_WRITE}. Сообщите администратору портала`;
  return classify(error) === 503
    ? 'База данных не отвечает. Повторите позже'
    : 'Произошла ошибка. Сообщите администратору портала';
}
