import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WorkingCalendar } from '../calendar/working-calendar.service.js';
import { UnknownYear } from '../calendar/working-days.js';
import { dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { type AnswerTerm, type AppealDue, dueOf, workingDaysLeft } from './appeal-term.js';

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

  /** When what comes today would have to be answered, told before it comes; undefined as above, and nobody is alarmed. */
  async foreseen(today: string, term: AnswerTerm): Promise<string | undefined> {
    try {
      return dueOf(today, term, await this.calendar.known(), this.config.appealsSoonDays).due;
    } catch (error) {
      if (error instanceof UnknownYear) return undefined;
      throw error;
    }
  }

  /** How many working days are left for an answer; undefined in a year that is not known. */
  async left(today: string, due: string): Promise<number | undefined> {
    return workingDaysLeft(today, due, await this.calendar.known());
  }

  /** The local day of a moment. */
  dayOf(at: Date): string {
    return dayIn(at, this.config.timeZone);
  }
}
