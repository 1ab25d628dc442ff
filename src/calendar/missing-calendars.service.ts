import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Housekeeping } from '../core/housekeeping.js';
import { rowsOf } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { MailService } from '../mail/mail.service.js';
import type { PanelBoardRow } from '../panel/first-page.js';

/** Decrees for the next year come in September and October. */
const DUE = '-11-01';

interface Missing {
  readonly year: number;
  /** A term ran into it and could not be counted. */
  readonly wanted: boolean;
}

/** This year, the next one when it is time, and years that terms ran into. */
const MISSING = `
  SELECT m.year::integer, bool_or(m.wanted) AS wanted
  FROM (SELECT $1::integer AS year, false AS wanted
    UNION ALL SELECT $1::integer + 1, false WHERE $2
    UNION ALL SELECT year, true FROM calendar_alarms WHERE kind = 'wanted' AND year >= $1) m
  WHERE NOT EXISTS (SELECT FROM working_calendars c WHERE c.year = m.year)
  GROUP BY m.year ORDER BY m.year`;
const TOLD = `INSERT INTO calendar_alarms (year, kind) VALUES ($1, 'told') ON CONFLICT DO NOTHING RETURNING id`;

/** Knows the years whose calendar the portal should have and has not; says so on first pages, and once by letter. */
@Injectable()
export class MissingCalendars implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly housekeeping: Housekeeping,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.mail.checkBefore(['calendar-missing'], async ({ data }) => {
      const years = (await this.find(this.clock.now())).map(({ year }) => year);
      return years.includes(Number(data?.['year']));
    });
    this.housekeeping.add({
      name: 'missing calendars',
      find: "SELECT 'all' AS key LIMIT $1",
      each: async () => {
        for (const missing of await this.find(this.clock.now())) await this.tell(missing);
        return false;
      },
    });
  }

  /** The years that are missing, the first of them first. */
  find(now: Date): Promise<Missing[]> {
    const today = dayIn(now, this.config.timeZone);
    return rowsOf(this.database, MISSING, [Number(today.slice(0, 4)), today.slice(4) >= DUE]);
  }

  /** A row of the first page for each of them. */
  async board(now: Date): Promise<PanelBoardRow[]> {
    return (await this.find(now)).map(({ year, wanted }) => ({
      label: `${year} год`,
      warning: `Загрузите производственный календарь на ${year}\u00a0год`,
      lines: [
        wanted
          ? 'Без него портал не смог посчитать сроки, которые кончаются в этом году: они ждут календаря.'
          : 'Без него портал не посчитает сроки, которые кончаются в этом году.',
      ],
      ...((wanted || isThis(year, now, this.config.timeZone)) && { tone: 'bad' }),
    }));
  }

  private async tell({ year, wanted }: Missing): Promise<void> {
    await this.database.transaction(async (tx) => {
      if ((await rowsOf(tx, TOLD, [year])).length === 0) return;
      await this.mail.queue(tx, {
        kind: 'calendar-missing',
        to: this.config.company.email,
        subjectEnd: ` на ${year} год`,
        data: { year, wanted },
      });
    });
  }
}

function isThis(year: number, now: Date, timeZone: string): boolean {
  return dayIn(now, timeZone).startsWith(`${year}`);
}
