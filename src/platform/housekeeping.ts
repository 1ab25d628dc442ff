import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from './config.js';
import { KeptFiles } from './files/kept-files.js';
import { Log } from './log.js';
import { CONFIG, POOL } from './tokens.js';

const HOUR_MS = 3_600_000;

/** What may be forgotten, and when. Each statement is harmless when two instances run it at once. */
const CHORES = [
  "DELETE FROM sessions WHERE expires_at < now() - interval '1 day' OR last_seen_at + make_interval(secs => idle_seconds) < now() - interval '1 day'",
  "DELETE FROM form_keys WHERE accepted_at < now() - interval '2 days'",
  'DELETE FROM rate_limits WHERE expire < extract(epoch FROM now()) * 1000',
  "DELETE FROM users WHERE status = 'pending' AND created_at < now() - interval '7 days' AND NOT EXISTS (SELECT FROM account_links WHERE user_id = users.id)",
  "DELETE FROM auth_codes WHERE expires_at < now() - interval '30 days'",
  "DELETE FROM jobs WHERE created_at < now() - interval '90 days'",
  "UPDATE letters SET data = NULL WHERE data IS NOT NULL AND created_at < now() - interval '30 days'",
];

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
    for (const chore of CHORES) {
      await this.pool.query(chore).catch((error: unknown) => this.log.error(error, 'housekeeping'));
    }
    await this.sweep().catch((error: unknown) => this.log.error(error, 'housekeeping'));
  }

  private async sweep(): Promise<void> {
    const { rows } = await this.pool.query<{ file: string }>(NEEDED);
    await this.files.sweep(new Set(rows.map(({ file }) => file)));
  }
}
