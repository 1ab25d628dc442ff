import { setTimeout as sleep } from 'node:timers/promises';
import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { CONFIG } from './tokens.js';
import type { Config } from './config.js';
import { Prepared } from './database.js';
import { DatabaseWatch } from './database-watch.js';
import type { Limit } from './limits.js';
import { TooManyAttempts } from './refusals.js';
import { Secrets } from './secrets.js';

const CONNECTIONS = 4;

const TAKE = new Prepared<{ wait: string }>(
  'take attempts',
  'SELECT take_attempts($1::text[], $2::int[], $3::int[]) AS wait',
);

const RELEASE = new Prepared<never>(
  'release attempts',
  `WITH forgotten AS (DELETE FROM rate_limits WHERE key = ANY ($2::text[]))
   UPDATE rate_limits SET points = points - 1 WHERE key = ANY ($1::text[]) AND points > 0`,
);

/** Whether nobody is going to wait so long: another way has to be taken. */
export function isForGood(seconds: number): boolean {
  return seconds > 30 * 24 * 3600;
}

/** What attempts are counted by: a limit, and of whom. */
export type Counter = readonly [limit: Limit, key: string];

/** Counts attempts in PostgreSQL, so that limits hold across instances and restarts; keys are kept as HMAC. */
@Injectable()
export class Throttle implements OnApplicationShutdown {
  private readonly pool: pg.Pool;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly secrets: Secrets,
    watch: DatabaseWatch,
  ) {
    // Connections of its own that do not wait for the disk: a crash may lose the last counts, and no resident waits for them.
    this.pool = new pg.Pool({
      connectionString: config.databaseUrl,
      application_name: 'kabinet attempts',
      max: CONNECTIONS,
      options: '-c synchronous_commit=off',
      connectionTimeoutMillis: 3000,
      statement_timeout: 10_000,
    });
    this.pool.on('error', () => undefined);
    watch.over(this.pool);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /**
   * Counts one attempt by each counter in turn, up to the first that refuses;
   * returns 0, or the seconds to wait when there have been too many. Always name counters in the same order.
   */
  async take(...counters: Counter[]): Promise<number> {
    const row = await TAKE.first(
      this.pool,
      this.keys(counters),
      counters.map(([{ points }]) => points * this.config.throttleFactor),
      counters.map(([{ seconds }]) => seconds),
    );
    return Math.ceil(Number(row?.wait ?? 0) / 1000);
  }

  /** Counts one attempt; past the limit throws, which becomes a page with status 429. */
  async pass(...counters: Counter[]): Promise<void> {
    const seconds = await this.take(...counters);
    if (seconds > 0) {
      throw new TooManyAttempts(seconds);
    }
  }

  /** After a success: gives one attempt back to some counters, and lets others forget all. */
  async release(giveBack: Counter[], forget: Counter[]): Promise<void> {
    await RELEASE.rows(this.pool, this.keys(giveBack), this.keys(forget));
  }

  private keys(counters: Counter[]): string[] {
    return counters.map(
      ([{ name }, key]) => `${name}:${this.secrets.mac(`throttle ${name}`, key).toString('base64url')}`,
    );
  }
}

/** Gives the result after so many milliseconds at the earliest, so that the time tells nothing of what was found. */
export async function minimumDuration<T>(milliseconds: number, work: Promise<T>): Promise<T> {
  const [result] = await Promise.all([work, sleep(milliseconds)]);
  return result;
}
