import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, dayIn, hourIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { CONFIG } from '../../core/tokens.js';
import { ReadingReminders } from './reading-reminders.service.js';
import { Portions } from './portions.js';
import { isDaytime } from './reminder-days.js';
import { VerificationReminders } from './verification-reminders.service.js';
import { one } from '../../core/query.js';

const LOOK_MS = 600_000;
const LOCK = "hashtext('reminders')";

/**
 * Looks every ten minutes whom to remind. Two instances, a start in the middle of the day or a look too many do no harm:
 * what a letter is about makes it the only one.
 */
@Injectable()
export class ReminderJob implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks = new Periodic(() => this.look(), LOOK_MS, 'reminders');

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly readings: ReadingReminders,
    private readonly verifications: VerificationReminders,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  private async look(): Promise<void> {
    await this.remind().catch((error: unknown) => this.log.error(error, 'reminders'));
  }

  private async remind(): Promise<void> {
    const now = this.clock.now();
    const { timeZone } = this.config;
    if (!isDaytime(hourIn(now, timeZone))) return;
    // One connection keeps the lock and does the work: whoever loses it does no more.
    const runner = this.database.createQueryRunner();
    try {
      const lock = await one<{ mine: boolean }>(
        runner.manager,
        `SELECT pg_try_advisory_lock(${LOCK}) AS mine`,
      );
      if (!lock?.mine) return;
      try {
        const portions = new Portions(runner, () => !this.looks.stopping);
        await this.readings.write(portions, dayIn(now, timeZone));
        await this.verifications.write(portions, dayIn(now, timeZone));
      } finally {
        await runner.query(`SELECT pg_advisory_unlock(${LOCK})`);
      }
    } finally {
      await runner.release();
    }
  }
}
