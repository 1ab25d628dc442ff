import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { monthsAfter } from '../../text/month.js';
import { capital } from '../../text/russian.js';
import { APPEAL_CHANNELS, APPEAL_KINDS } from '../appeal.js';
import { AppealTerms } from '../appeal-terms.service.js';
import { MONTH_OF_APPEALS, type ReportSet, type Tally } from './report.sql.js';

/** Papers are registered some time after they came. */
const MONTHS_BEFORE = -3;

/** A line of the report: the name of what the entries have in common. */
export interface ReportLine extends Tally {
  readonly title: string;
}

/** The month's report: what people wrote in a month, how it stood to its terms, how the answers were liked. */
@Injectable()
export class AppealReport {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** All lines of a month (`2026-11`), those with most entries first; the line of all of them is there always. */
  async month(month: string): Promise<Record<ReportSet, ReportLine[]>> {
    const first = `${month}-01`;
    const today = this.terms.dayOf(this.clock.now());
    const numbered = await this.terms.numbered(`${monthsAfter(month, MONTHS_BEFORE)}-01`, first, today);
    const rows = await MONTH_OF_APPEALS.rows(
      this.pool,
      ...[first, `${monthsAfter(month, 1)}-01`, this.config.timeZone, today],
      ...[numbered.map(({ day }) => day), numbered.map(({ number }) => number)],
    );
    const of = (set: ReportSet): ReportLine[] =>
      rows.filter((row) => row.set === set).map((row) => ({ ...row, title: titleOf(row) }));
    return {
      ...{ all: of('all'), kind: of('kind'), topic: of('topic'), house: of('house'), channel: of('channel') },
      day: of('day').sort((one, other) => one.title.localeCompare(other.title)),
    };
  }
}

function titleOf({ set, key, name }: Tally): string {
  if (set === 'all') return 'Всего';
  if (set === 'kind') return APPEAL_KINDS[key as keyof typeof APPEAL_KINDS];
  if (set === 'channel') return capital(APPEAL_CHANNELS[key as keyof typeof APPEAL_CHANNELS]);
  return name ?? key ?? 'Дом не указан';
}
