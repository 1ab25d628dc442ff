import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { affected } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { inShort } from './break-words.js';
import { JournalVerify } from './verify.service.js';

const HOUR_MS = 3_600_000;
/** Whoever gets the row does the check of the day. */
const TAKE = `UPDATE audit_sealing SET checked_at = now() WHERE checked_at IS NULL OR checked_at < now() - interval '1 day'`;

/** Checks the chain over the journal once a day, in whichever instance comes first. */
@Injectable()
export class DailyJournalCheck implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly hourly = new Periodic(() => this.look(), HOUR_MS, 'check of the journal');

  constructor(
    private readonly database: DataSource,
    private readonly verify: JournalVerify,
    @Inject(CONFIG) private readonly config: Config,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.hourly.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.hourly.stop();
  }

  private async look(): Promise<void> {
    try {
      if ((await affected(this.database, TAKE)) === 0) return;
      const { breaks } = await this.verify.check();
      if (breaks.length > 0) this.log.error(new Error(inShort(breaks)), 'the journal was altered');
    } catch (error) {
      this.log.error(error, 'check of the journal');
    }
  }
}
