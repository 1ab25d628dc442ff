import { Inject, Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WorkingCalendar } from '../calendar/working-calendar.service.js';
import { dayIn, momentIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import type { Appeal } from './appeal.js';
import { AppealTopics } from './appeal-topics.service.js';
import {
  type AnswerTerm,
  type AppealDue,
  dueOf,
  known,
  type NumberedDay,
  numberedDays,
  workingDaysLeft,
} from './appeal-term.js';

/** Counts terms by the calendars that are loaded. */
@Injectable()
export class AppealTerms {
  constructor(
    private readonly calendar: WorkingCalendar,
    private readonly topics: AppealTopics,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** When an entry of this day is to be answered; undefined while the calendar of that year is not loaded. */
  due(tx: EntityManager, day: string, term: AnswerTerm): Promise<AppealDue | undefined> {
    return this.calendar.count(tx, (days) => dueOf(day, term, days, this.config.appealsSoonDays));
  }

  /** What a question to an answer makes of its entry: a conversation, with a term of its own. */
  async askedBack(tx: EntityManager, { topic }: Appeal, now: Date): Promise<Partial<Appeal>> {
    const due = await this.due(tx, this.dayOf(now), await this.topics.findOrGeneral(topic, tx));
    return {
      ...{ state: 'conversation', asked_back_at: now },
      ...{ due_day: due?.due ?? null, soon_day: due?.soon ?? null },
    };
  }

  /** When what comes today would have to be answered, told before it comes; undefined as above, and nobody is alarmed. */
  async foreseen(today: string, term: AnswerTerm): Promise<string | undefined> {
    const days = await this.calendar.known();
    return known(() => dueOf(today, term, days, this.config.appealsSoonDays).due);
  }

  /** The same for many days with the calendars as a transaction sees them now; nobody is told of a year that is not loaded. */
  async dueOfMany(tx: EntityManager): Promise<(day: string, term: AnswerTerm) => AppealDue | undefined> {
    const days = await this.calendar.read(tx);
    return (day, term) => known(() => dueOf(day, term, days, this.config.appealsSoonDays));
  }

  /** From the first to the last day of which a term may be counted; undefined where no calendar is loaded. */
  async countable(tx: EntityManager): Promise<{ from: string; to: string } | undefined> {
    const years = (await this.calendar.read(tx)).known;
    if (years.length === 0) return undefined;
    // the term of the last day of December runs in the next year alone
    return { from: `${Math.min(...years) - 1}-12-31`, to: `${Math.max(...years)}-12-31` };
  }

  /** How many working days are left, negative when the term is over; undefined in a year that is not known. */
  async left(today: string, due: string): Promise<number | undefined> {
    return workingDaysLeft(today, due, await this.calendar.known());
  }

  /** The same from one day to many. */
  async leftFrom(today: string): Promise<(due: string) => number | undefined> {
    const days = await this.calendar.known();
    return (due) => workingDaysLeft(today, due, days);
  }

  /** Whether people work on a day; undefined in a year that is not known. */
  async isWorking(day: string): Promise<boolean | undefined> {
    const days = await this.calendar.known();
    return known(() => days.isWorking(day));
  }

  /** Days with the number of working days until each; see `numberedDays`. */
  async numbered(from: string, through: string, to: string): Promise<NumberedDay[]> {
    return numberedDays({ from, through, to }, await this.calendar.known());
  }

  /** Does work in each transaction that loads the calendar of a year. */
  whenLoaded(work: (tx: EntityManager) => Promise<void>): void {
    this.calendar.whenLoaded(work);
  }

  /** When an entry came: a paper is registered some days later, and of its day nobody knows the hour. */
  cameAt({ registered_at: at, received_day: day }: Pick<Appeal, 'registered_at' | 'received_day'>): Date {
    return day === this.dayOf(at) ? at : (momentIn(day, '12:00', this.config.timeZone) ?? at);
  }

  /** The local day of a moment. */
  dayOf(at: Date): string {
    return dayIn(at, this.config.timeZone);
  }
}
