import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { monthsAfter } from '../../text/month.js';
import { CHANNELS } from '../channels.js';
import { MONTH_OF_REQUESTS, type ReportSet, type Tally } from './report.sql.js';

/** A line of the report: the name of what the requests have in common. */
export interface ReportLine extends Tally {
  readonly title: string;
}

const NAMELESS: Partial<Record<ReportSet, string>> = {
  house: 'Адрес словами, без дома',
  executor: 'Без исполнителя',
};

/** The month's report: what came in a month, how it stood to the terms of the law, how it was liked. */
@Injectable()
export class RequestReport {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * All lines of a month (`2026-11`), those with most requests first, of houses so many at most; the line of all of them is
   * there always.
   */
  async month(month: string, mostHouses?: number): Promise<Record<ReportSet, ReportLine[]>> {
    const { timeZone } = this.config;
    const bounds = [`${month}-01`, `${monthsAfter(month, 1)}-01`];
    const values = [...bounds, timeZone, this.clock.now(), mostHouses ?? null];
    const rows = await MONTH_OF_REQUESTS.rows(this.pool, ...values);
    const of = (set: ReportSet): ReportLine[] =>
      rows.filter((row) => row.set === set).map((row) => ({ ...row, title: titleOf(row) }));
    return {
      ...{ all: of('all'), kind: of('kind'), house: of('house'), executor: of('executor') },
      channel: of('channel'),
      day: of('day').sort((one, other) => one.title.localeCompare(other.title)),
    };
  }
}

function titleOf({ set, key, name }: Tally): string {
  if (set === 'all') return 'Всего';
  if (set === 'channel') return CHANNELS[key as keyof typeof CHANNELS];
  return name ?? key ?? NAMELESS[set] ?? '';
}
