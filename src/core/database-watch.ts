import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import pg from 'pg';
import type { Config } from './config.js';
import { CONNECTIONS_OF_WATCH } from './database.js';
import { Log } from './log.js';
import { waitWhereFull } from './patient-pool.js';
import { CONFIG } from './tokens.js';

const EVERY_MS = 3000;
const PATIENCE_MS = 9000;

/**
 * Hangs up on a PostgreSQL that has stopped answering, so that pages say 503 rather than wait for ever.
 * One question every few seconds costs less than a timer for every query: that was an eighth of a page.
 */
@Injectable()
export class DatabaseWatch implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly clients = new Set<pg.PoolClient>();
  private readonly own: pg.Pool;
  private timer?: NodeJS.Timeout;
  private asking = false;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly log: Log,
  ) {
    // A connection of its own: those of a pool may all be busy with honest work.
    this.own = new pg.Pool({
      connectionString: config.databaseUrl,
      application_name: CONNECTIONS_OF_WATCH,
      max: 1,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    });
    this.own.on('error', () => undefined);
  }

  /** Takes a pool into care, before its connections are used; from now on it waits where the server is full, too. */
  over(pool: pg.Pool): void {
    pool.on('acquire', (client) => this.clients.add(client));
    pool.on('remove', (client) => this.clients.delete(client));
    waitWhereFull(pool);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.ask(), EVERY_MS).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.own.end();
  }

  /** Any answer will do, also a refusal: only silence means that nobody is there. */
  private async ask(): Promise<void> {
    if (this.asking) {
      return;
    }
    this.asking = true;
    const timer = setTimeout(() => this.hangUp(), PATIENCE_MS - 10);
    await this.own.query('SELECT 1').then(
      () => this.log.databaseAnswers(),
      () => undefined,
    );
    clearTimeout(timer);
    this.asking = false;
  }

  private hangUp(): void {
    this.log.databaseAway('no answer, hanging up');
    for (const client of this.clients) {
      streamOf(client).destroy();
    }
  }
}

function streamOf(client: pg.PoolClient): { destroy(): void } {
  return (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream;
}
