import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { childEnvironment, type Config } from './config.js';
import { CLOSE_DEAD, INTERRUPTED, Jobs } from './jobs.service.js';
import { endsWithProcess, isBusy, silent, waits } from './jobs.sql.js';
import { Log } from './log.js';
import { projectPath } from './paths.js';
import { CONFIG, POOL } from './tokens.js';

/** Processes at the same time, over all instances. */
const AT_ONCE = 2;
const LOOK_MS = 1000;
/** Longer than a busy instance keeps silent; when it is killed, others wait so long. */
const LEASE_SECONDS = 15;
const RENEW_MS = 3000;
const STOP_MS = 8000;
/** A process that ended before it had taken its job is followed by another one after so long. */
const START_AGAIN_SECONDS = 5;

const ANY = `SELECT EXISTS (SELECT FROM jobs WHERE ${waits()}) AS waiting`;
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('jobs'))";
const CLAIM = `
  UPDATE jobs SET claim = gen_random_uuid(), lease_until = now() + interval '${LEASE_SECONDS} seconds'
  WHERE id IN (SELECT id FROM jobs WHERE ${waits()} ORDER BY created_at, id
               LIMIT greatest(0, ${AT_ONCE} - (SELECT count(*) FROM jobs WHERE ${isBusy()})))
  RETURNING id, claim`;
/** What counts as dead is made dead: nobody may be told that nothing has changed while it still works. */
const RENEW = `
  UPDATE jobs SET lease_until = now() + interval '${LEASE_SECONDS} seconds' WHERE claim = ANY ($1)
  RETURNING claim, state <> 'queued' AND ${silent()} AS dead`;
const RELEASE = `UPDATE jobs SET claim = NULL, lease_until = NULL WHERE claim = $1 AND state = 'queued'`;
const CLOSE = `
  UPDATE jobs SET
    state = CASE WHEN ends THEN 'failed' ELSE jobs.state END,
    error = CASE WHEN ends THEN $2 ELSE jobs.error END,
    finished_at = CASE WHEN ends THEN now() ELSE jobs.finished_at END,
    starts = jobs.starts + (jobs.state = 'queued')::int,
    lease_until = CASE WHEN jobs.state = 'queued' AND NOT ends
      THEN now() + interval '${START_AGAIN_SECONDS} seconds' END
  FROM (SELECT id, ${endsWithProcess('c')} AS ends FROM jobs c WHERE claim = $1 FOR UPDATE) closing
  WHERE jobs.id = closing.id`;

/** Begins waiting jobs in their order, each in a process of its own and two at most, whichever instance has a look first. */
@Injectable()
export class JobStarter implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly children = new Map<string, ChildProcess>();
  private readonly closing = new Set<Promise<void>>();
  private looking?: Promise<void>;
  private lookAgain = false;
  private timers: NodeJS.Timeout[] = [];
  private stopping = false;
  private away = false;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly jobs: Jobs,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.jobs.queued.on('job', () => this.look());
    this.timers = [
      setInterval(() => this.look(), LOOK_MS).unref(),
      setInterval(() => void this.renew(), RENEW_MS).unref(),
    ];
    this.look();
  }

  /** Asks the processes to stop, which takes back what they have not finished; what waits is begun by the next instance. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.looking;
    for (const child of this.children.values()) child.kill('SIGTERM');
    const timer = setTimeout(() => this.killAll(), STOP_MS);
    while (this.children.size + this.closing.size > 0) await Promise.race([sleep(20), ...this.closing]);
    clearTimeout(timer);
  }

  private killAll(): void {
    for (const child of this.children.values()) child.kill('SIGKILL');
  }

  private look(): void {
    this.lookAgain = true;
    this.looking ??= this.startWaiting().finally(() => (this.looking = undefined));
  }

  private async startWaiting(): Promise<void> {
    while (this.lookAgain && !this.stopping) {
      this.lookAgain = false;
      try {
        await this.pool.query(CLOSE_DEAD);
        const { rows } = await this.pool.query<{ waiting: boolean }>(ANY);
        if (rows[0]?.waiting) await this.claim();
        this.away = false;
      } catch (error) {
        // Once an outage, not once a second.
        if (!this.away) this.log.error(error, 'jobs');
        this.away = true;
      }
    }
  }

  /** Counts and takes under one lock, so that two instances never begin three. */
  private async claim(): Promise<void> {
    const client = await this.pool.connect();
    let claimed: { id: string; claim: string }[] = [];
    try {
      await client.query('BEGIN');
      await client.query(LOCK);
      claimed = (await client.query<{ id: string; claim: string }>(CLAIM)).rows;
      await client.query('COMMIT');
      client.release();
    } catch (error) {
      client.release(true);
      throw error;
    }
    for (const { id, claim } of claimed) {
      if (this.stopping) await this.pool.query(RELEASE, [claim]);
      else this.begin(id, claim);
    }
  }

  private begin(id: string, claim: string): void {
    const child = spawn(process.execPath, [projectPath('dist', 'cli.js'), 'job', id, claim], {
      env: childEnvironment(this.config),
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.children.set(claim, child);
    child.stderr.setEncoding('utf8').on('data', (text: string) => this.log.warn(text.trimEnd(), 'job'));
    child.on('error', (error) => this.log.error(error, 'job'));
    child.on('close', () => {
      const closed = this.close(claim).finally(() => this.closing.delete(closed));
      this.closing.add(closed);
      this.children.delete(claim);
    });
  }

  private async renew(): Promise<void> {
    if (this.children.size === 0) return;
    const result = await this.pool
      .query<{ claim: string; dead: boolean }>(RENEW, [[...this.children.keys()]])
      .catch(() => undefined); // after the lease the database decides without us
    for (const { claim, dead } of result?.rows ?? []) if (dead) this.children.get(claim)?.kill('SIGKILL');
  }

  private async close(claim: string): Promise<void> {
    try {
      if (this.stopping) await this.pool.query(RELEASE, [claim]);
      await this.pool.query(CLOSE, [claim, INTERRUPTED]);
    } catch (error) {
      this.log.error(error, 'jobs');
    }
    this.look();
  }
}
