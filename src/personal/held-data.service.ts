import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { dayIn, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { DAY, limit } from '../core/limits.js';
import { rowsOf } from '../core/query.js';
import { Semaphore } from '../core/semaphore.js';
import { Throttle } from '../core/throttle.js';
import { CONFIG } from '../core/tokens.js';
import { type HeldSection, type HeldValue, PERSONAL_DATA } from './held.js';

/** Each download reads all that there is. */
const DOWNLOADS = limit('personal data: resident', 5, DAY);
/** Of one kind; the newest ones. Nobody has so many but a program. */
const MOST_ROWS = 5000;

/** Gathers everything that is held about a resident, and about nobody else. */
@Injectable()
export class HeldDataService {
  /** What is gathered stays in memory until it is sent. */
  private readonly turns = new Semaphore(2, 20, 10_000);

  constructor(
    private readonly database: DataSource,
    private readonly throttle: Throttle,
    private readonly audit: AuditService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Counts a file; 0, or the seconds until the next one where a day has had them all. */
  wait(userId: string): Promise<number> {
    return this.throttle.take([DOWNLOADS, userId]);
  }

  /** Everything as it stands at one moment; each is a line of the journal. */
  download(userId: string, format: 'json' | 'pdf', actor: Actor): Promise<HeldSection[]> {
    return this.turns.pass(() =>
      this.database.transaction('REPEATABLE READ', async (tx) => {
        const sections: HeldSection[] = [];
        for (const { key, title, sql, lastDays = [] } of PERSONAL_DATA.flatMap(({ held }) => held)) {
          const rows = await rowsOf<Record<string, HeldValue>>(tx, sql, [userId, MOST_ROWS + 1]);
          const told = rows.slice(0, MOST_ROWS).map((row) => this.withLastDays(row, lastDays));
          sections.push({ key, title, rows: told, more: rows.length > MOST_ROWS });
        }
        await this.audit.record(tx, actor, 'user.data-taken', { kind: 'user', id: userId }, { format });
        return sections;
      }),
    );
  }

  /** As pages say it: by the last day, not by the midnight after it. */
  private withLastDays(
    row: Record<string, HeldValue>,
    columns: readonly string[],
  ): Record<string, HeldValue> {
    const days = columns.flatMap((name) => {
      const end = row[name];
      return end instanceof Date ? [[name, dayIn(secondsAfter(end, -1), this.config.timeZone)] as const] : [];
    });
    return { ...row, ...(Object.fromEntries(days) as Record<string, string>) };
  }
}
