import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Clock } from '../core/clock.js';
import { isLocked } from '../core/database-errors.js';
import { one, rowsOf } from '../core/query.js';
import type { CheckedCalendar } from './file-calendar.js';
import { WorkingCalendar } from './working-calendar.service.js';
import { differences, type SpecialDay, type YearCalendar } from './year-calendar.js';

/** A year as it is kept. */
export interface LoadedCalendar extends YearCalendar {
  readonly working_days: number;
  readonly source: string;
  readonly version: number;
}

/** Where a calendar comes from. */
export interface Origin {
  readonly source: string;
  readonly fileName: string;
}

const FIND =
  'SELECT year::integer, days, working_days, source, version FROM working_calendars WHERE year = $1';
/** Nothing where the year has another version by now than the one it was compared with; 0 is none. */
const PUT = `
  INSERT INTO working_calendars (year, days, working_days, source, file_name, loaded_by, loaded_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (year) DO UPDATE SET days = EXCLUDED.days, working_days = EXCLUDED.working_days,
    source = EXCLUDED.source, file_name = EXCLUDED.file_name, loaded_by = EXCLUDED.loaded_by,
    loaded_at = EXCLUDED.loaded_at, version = working_calendars.version + 1
    WHERE working_calendars.version = $8
  RETURNING version`;
/** What waited for the year may be a month of a large company. */
const LONGEST = '5min';

/** Loads production calendars. */
@Injectable()
export class CalendarLoads {
  constructor(
    private readonly database: DataSource,
    private readonly calendar: WorkingCalendar,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** The calendar of a year; undefined where it is not loaded. */
  find(year: number): Promise<LoadedCalendar | undefined> {
    return one<LoadedCalendar>(this.database, FIND, [year]);
  }

  /**
   * Puts a year in the place of what was loaded when somebody looked (`seen` is its version, 0 for none), and fills what
   * has waited for it. `stale`: somebody else was faster; `busy`: a load of charges goes on with the old calendar.
   */
  async load(
    { calendar, workingDays }: CheckedCalendar,
    { source, fileName }: Origin,
    seen: number,
    actor: Actor & { id: string },
  ): Promise<'loaded' | 'stale' | 'busy'> {
    const { year, days } = calendar;
    try {
      const loaded = await this.database.transaction(async (tx) => {
        await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
        const before = await one<{ days: readonly SpecialDay[] }>(tx, FIND, [year]);
        const values = [year, JSON.stringify(days), workingDays, source, fileName, actor.id];
        const written = await rowsOf(tx, PUT, [...values, this.clock.now(), seen]);
        if (written.length === 0) return false;
        const changed = before ? differences({ year, days: before.days }, calendar).length : 0;
        await this.calendar.fill(tx, year);
        const object = { kind: 'working-calendar', id: String(year) } as const;
        const details = { fileName, source, workingDays, changed };
        await this.audit.record(tx, actor, 'working-calendar.loaded', object, details);
        return true;
      });
      return loaded ? 'loaded' : 'stale';
    } catch (error) {
      if (isLocked(error)) return 'busy';
      throw error;
    } finally {
      this.calendar.forget();
    }
  }
}
