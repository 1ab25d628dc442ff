import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Counter, type Gauge } from 'prom-client';
import { Clock } from '../core/clock.js';
import { POOL } from '../core/tokens.js';
import { type DatabaseFacts, readFacts } from './database-facts.js';
import { MetricsRegistry } from './metrics-registry.js';

/** Several who ask, or an impatient one, cost the database no more than one. */
const FRESH_MS = 10_000;

/** What the database knows: letters, jobs, loads, and how much people do. The same from each instance. */
@Injectable()
export class DatabaseMetrics {
  private readonly up: Gauge;
  private readonly letters: Gauge<'state'>;
  private readonly lettersFailed: Gauge<'fault'>;
  private readonly letterAge: Gauge;
  private readonly jobs: Gauge<'state'>;
  private readonly jobsFailed: Gauge<'kind'>;
  private readonly loadAge: Gauge<'kind'>;
  private readonly backupAge: Gauge;
  private readonly business: Counter<'what'>;
  private readAt = 0;
  private reading?: Promise<void>;

  constructor(
    registry: MetricsRegistry,
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
  ) {
    this.up = registry.gauge('kabinet_database_up', 'Whether the database has answered what is told here');
    this.letters = registry.gauge('kabinet_letters', 'Letters that have not left', 'state');
    this.lettersFailed = registry.gauge('kabinet_letters_failed', 'Letters given up within a day', 'fault');
    this.letterAge = registry.gauge(
      'kabinet_oldest_letter_seconds',
      'How long the oldest letter waits that is not in bulk',
    );
    this.jobs = registry.gauge('kabinet_jobs', 'Jobs of the office that are not over', 'state');
    this.jobsFailed = registry.gauge('kabinet_jobs_failed', 'Jobs that failed within a day', 'kind');
    this.loadAge = registry.gauge(
      'kabinet_load_age_seconds',
      'How long ago files of a kind came last',
      'kind',
    );
    this.backupAge = registry.gauge('kabinet_backup_age_seconds', 'How old the last backup of the portal is');
    this.business = new Counter({
      ...{ name: 'kabinet_business_total', help: 'What people have done so far, as the database counts it' },
      ...{ labelNames: ['what'], registers: [registry] },
    });
  }

  /** Reads anew what is older than some seconds; a database that is away takes its figures with it. */
  async refresh(): Promise<void> {
    const now = this.clock.now().getTime();
    if (Math.abs(now - this.readAt) < FRESH_MS) return;
    this.reading ??= readFacts(this.pool)
      .then(
        (facts) => this.tell(facts),
        () => this.forget(),
      )
      .finally(() => {
        this.readAt = this.clock.now().getTime();
        this.reading = undefined;
      });
    await this.reading;
  }

  private tell({ letters, jobs, failedJobs, loads, backup, business }: DatabaseFacts): void {
    const seconds = (at: Date | null): number =>
      at ? (this.clock.now().getTime() - at.getTime()) / 1000 : 0;
    this.up.set(1);
    this.letters.set({ state: 'waiting' }, letters.waiting - letters.waitingBulk);
    this.letters.set({ state: 'waiting_bulk' }, letters.waitingBulk);
    this.letters.set({ state: 'untouched' }, letters.untouched);
    this.lettersFailed.set({ fault: 'server' }, letters.failedByServer);
    this.lettersFailed.set({ fault: 'receiver' }, letters.failedByReceiver);
    this.letterAge.set(seconds(letters.since));
    this.jobs.set({ state: 'waiting' }, jobs.waiting);
    this.jobs.set({ state: 'running' }, jobs.running);
    this.jobs.set({ state: 'silent' }, jobs.silent);
    // A kind without failures today is not told of any more.
    this.jobsFailed.reset();
    for (const { kind, count } of failedJobs) this.jobsFailed.set({ kind }, count);
    for (const { kind, at } of loads) this.loadAge.set({ kind }, seconds(at));
    this.backupAge.set(backup ? seconds(backup.takenAt) : Number.NaN);
    this.business.reset();
    for (const [what, count] of Object.entries(business)) this.business.inc({ what }, count);
  }

  private forget(): void {
    for (const gauge of [
      this.letters,
      this.lettersFailed,
      this.jobs,
      this.jobsFailed,
      this.loadAge,
      this.business,
    ]) {
      gauge.reset();
    }
    this.letterAge.set(Number.NaN);
    this.backupAge.set(Number.NaN);
    this.up.set(0);
  }
}
