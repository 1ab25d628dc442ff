import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WorkingCalendar } from '../calendar/working-calendar.service.js';
import { dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { type AnswerTerm, type AppealDue, dueOf } from './appeal-term.js';

/** Counts terms by the calendars that are loaded. */
@Injectable()
export class AppealTerms {
  constructor(
    private readonly calendar: WorkingCalendar,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** When an entry of this day is to be answered; undefined while the calendar of that year is not loaded. */
  due(tx: EntityManager, day: string, term: AnswerTerm): Promise<AppealDue | undefined> {
    return this.calendar.count(tx, (days) => dueOf(day, term, days, this.config.appealsSoonDays));
  }

  /** The local day of a moment. */
  dayOf(at: Date): string {
    return dayIn(at, this.config.timeZone);
  }
}
