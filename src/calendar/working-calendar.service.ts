import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { type Queryable, rowsOf } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { UnknownYear, WorkingDays } from './working-days.js';
import type { YearCalendar } from './year-calendar.js';

const LOADED = 'SELECT year::integer, days FROM working_calendars';
const WANTED = `INSERT INTO calendar_alarms (year, kind) SELECT $1, 'wanted'
  WHERE NOT EXISTS (SELECT FROM calendar_alarms WHERE year = $1 AND kind = 'wanted')`;
const KEPT_MS = 60_000;

/** Fills what has waited for the calendar of a year, in the transaction that loads it. */
export type WhenLoaded = (tx: EntityManager, year: number, days: WorkingDays) => Promise<void>;

/** The production calendar, as it is loaded: which days are working ones, and when terms end. */
@Injectable()
export class WorkingCalendar {
  private readonly works: WhenLoaded[] = [];
  private kept?: { readonly until: number; readonly days: Promise<WorkingDays> };

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What is loaded now, as a transaction sees it: for terms that are kept. */
  async read(on: Queryable): Promise<WorkingDays> {
    return new WorkingDays(await rowsOf<YearCalendar>(on, LOADED));
  }

  /** What was loaded a minute ago or later: for pages that tell how long is left. */
  known(): Promise<WorkingDays> {
    const now = this.clock.now().getTime();
    if (!this.kept || this.kept.until <= now) {
      const days = this.read(this.database);
      this.kept = { until: now + KEPT_MS, days };
      days.catch(() => this.forget());
    }
    return this.kept.days;
  }

  /** Reads anew when it is asked for the next time. */
  forget(): void {
    this.kept = undefined;
  }

  /**
   * Counts with what is loaded. Undefined where a year is not: then administrators are told, and no calendar is loaded
   * until this transaction ends, so that whatever waits for the year is there to be found (`whenLoaded`).
   */
  async count<T extends NonNullable<unknown>>(
    tx: EntityManager,
    work: (days: WorkingDays) => T,
  ): Promise<T | undefined> {
    const found = attempt(work, await this.read(tx));
    if (!(found instanceof UnknownYear)) return found;
    await tx.query('LOCK TABLE working_calendars IN SHARE MODE');
    const again = attempt(work, await this.read(tx));
    if (!(again instanceof UnknownYear)) return again;
    // Old charges may be of years that nobody will ever load.
    if (again.year >= yearIn(this.clock.now(), this.config.timeZone)) await tx.query(WANTED, [again.year]);
    return undefined;
  }

  /** Takes the work of a module that keeps what waits for the calendar of a year; called when modules begin. */
  whenLoaded(work: WhenLoaded): void {
    this.works.push(work);
  }

  /** Does that work; called in the transaction that has written a year. */
  async fill(tx: EntityManager, year: number): Promise<void> {
    const days = await this.read(tx);
    for (const work of this.works) await work(tx, year, days);
  }
}

function attempt<T>(work: (days: WorkingDays) => T, days: WorkingDays): T | UnknownYear {
  try {
    return work(days);
  } catch (error) {
    if (error instanceof UnknownYear) return error;
    throw error;
  }
}
