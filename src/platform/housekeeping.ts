import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import { type Chore, chores, hasMore } from './chores.js';
import type { Config } from './config.js';
import { KeptFiles } from './files/kept-files.js';
import { Log } from './log.js';
import { CONFIG, POOL } from './tokens.js';

const HOUR_MS = 3_600_000;

/** A table with more to clear away than this goes on with the next hour. */
const MOST_PORTIONS = 200;

/** Uploads that a job in the queue will come to. */
const NEEDED = `SELECT params->>'file' AS file FROM jobs WHERE state IN ('queued', 'running') AND params ? 'file'`;

/** Clears away what is no longer needed, once an hour. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly files: KeptFiles,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    this.timer = setInterval(() => void this.run(), HOUR_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  async run(): Promise<void> {
    for (const chore of chores(this.config.lettersKeepDays)) {
      await this.do(chore).catch((error: unknown) => this.log.error(error, `housekeeping: ${chore.name}`));
    }
    await this.sweep().catch((error: unknown) => this.log.error(error, 'housekeeping'));
  }

  private async do({ sql, values }: Chore): Promise<void> {
    for (let portion = 1; portion <= MOST_PORTIONS; portion += 1) {
      const { rowCount } = await this.pool.query(sql, [...values]);
      if (!hasMore(rowCount)) return;
    }
  }

  private async sweep(): Promise<void> {
    const { rows } = await this.pool.query<{ file: string }>(NEEDED);
    await this.files.sweep(new Set(rows.map(({ file }) => file)));
  }
}
