import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock } from '../../core/clock.js';
import { JOBS_HEALTH, type JobsHealth } from '../../core/jobs-health.sql.js';
import { missingMigrations } from '../../core/migrate.js';
import { POOL } from '../../core/tokens.js';
import { LETTERS_HEALTH, type LettersHealth } from '../../mail/letters-health.sql.js';

/** Anybody may ask. */
const FRESH_MS = 3000;

/** How a part stands: it works, it does not, or nobody could ask. */
type Part = 'ok' | 'failed' | 'unknown';

/** What a supervisor may know without a name and a password. */
export interface Health {
  readonly status: 'ok' | 'failed';
  readonly database: Part;
  readonly migrations: Part;
  /** Letters and jobs that nobody takes up. */
  readonly queue: Part;
}

/** Tells the parts apart that `/health/ready` knows nothing of; asks the database once in some seconds. */
@Injectable()
export class HealthService {
  private last?: { readonly at: number; readonly health: Promise<Health> };

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  /** Looks, or gives what was seen a moment ago. */
  look(): Promise<Health> {
    const at = this.clock.now().getTime();
    if (!this.last || Math.abs(at - this.last.at) >= FRESH_MS) this.last = { at, health: this.read() };
    return this.last.health;
  }

  private async read(): Promise<Health> {
    const database = await part(this.pool.query('SELECT 1').then(() => true));
    const away = database !== 'ok';
    const [migrations, queue] = away
      ? (['unknown', 'unknown'] as const)
      : await Promise.all([part(this.isUpToDate()), part(this.isMoving())]);
    const works = [database, migrations, queue].every((one) => one === 'ok');
    return { status: works ? 'ok' : 'failed', database: away ? 'failed' : 'ok', migrations, queue };
  }

  private async isUpToDate(): Promise<boolean> {
    const { rows } = await this.pool.query<{ number: string }>(
      'SELECT "timestamp"::text AS number FROM migrations',
    );
    return (await missingMigrations(rows.map(({ number }) => number))).missing.length === 0;
  }

  private async isMoving(): Promise<boolean> {
    const letters = await this.pool.query<LettersHealth>(LETTERS_HEALTH);
    const jobs = await this.pool.query<JobsHealth>(JOBS_HEALTH);
    return letters.rows[0]!.untouched === 0 && jobs.rows[0]!.silent === 0;
  }
}

async function part(looked: Promise<boolean>): Promise<Part> {
  return looked.then(
    (works) => (works ? 'ok' : 'failed'),
    () => 'unknown',
  );
}
