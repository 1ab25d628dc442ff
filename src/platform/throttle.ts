import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';
import { CONFIG } from './tokens.js';
import type { Config } from './config.js';
import { LIMITS, type Limit } from './limits.js';
import { TooManyAttempts } from './refusals.js';
import { Secrets } from './secrets.js';

const CONNECTIONS = 4;

/** Counts attempts in PostgreSQL, so that limits hold across instances and restarts; keys are kept as HMAC. */
@Injectable()
export class Throttle implements OnApplicationShutdown {
  private readonly pool: pg.Pool;
  private readonly limiters = new Map<Limit, RateLimiterPostgres>();

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly secrets: Secrets,
  ) {
    // Connections of its own that do not wait for the disk: a crash may lose the last counts, and no resident waits for them.
    this.pool = new pg.Pool({
      connectionString: config.databaseUrl,
      max: CONNECTIONS,
      options: '-c synchronous_commit=off',
      connectionTimeoutMillis: 3000,
      statement_timeout: 10_000,
    });
    this.pool.on('error', () => undefined);
    for (const [name, { points, seconds }] of Object.entries(LIMITS)) {
      this.limiters.set(
        name as Limit,
        new RateLimiterPostgres({
          storeClient: this.pool,
          tableName: 'rate_limits',
          tableCreated: true,
          clearExpiredByTimeout: false,
          keyPrefix: name,
          points: points * config.throttleFactor,
          duration: seconds,
        }),
      );
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool.end();
  }

  /** Counts one attempt; returns 0, or the seconds to wait when there have been too many. */
  async take(limit: Limit, key: string): Promise<number> {
    try {
      await this.limiter(limit).consume(this.hashed(limit, key));
      return 0;
    } catch (refusal) {
      if (refusal instanceof RateLimiterRes) {
        return Math.max(1, Math.ceil(refusal.msBeforeNext / 1000));
      }
      throw refusal;
    }
  }

  /** Counts one attempt; past the limit throws, which becomes a page with status 429. */
  async pass(limit: Limit, key: string): Promise<void> {
    const seconds = await this.take(limit, key);
    if (seconds > 0) {
      throw new TooManyAttempts(seconds);
    }
  }

  /** Gives one attempt back, when it turned out to be a good one. */
  async giveBack(limit: Limit, key: string): Promise<void> {
    await this.limiter(limit).reward(this.hashed(limit, key));
  }

  /** Forgets all attempts. */
  async forget(limit: Limit, key: string): Promise<void> {
    await this.limiter(limit).delete(this.hashed(limit, key));
  }

  private limiter(limit: Limit): RateLimiterPostgres {
    const limiter = this.limiters.get(limit);
    if (!limiter) {
      throw new Error(`No limit ${limit}`);
    }
    return limiter;
  }

  private hashed(limit: Limit, key: string): string {
    return this.secrets.mac(`throttle ${limit}`, key).toString('base64url');
  }
}
