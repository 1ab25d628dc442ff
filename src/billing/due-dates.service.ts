import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { WorkingCalendar } from '../calendar/working-calendar.service.js';
import { Clock, dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { dueDate, plainDueDate } from './due-date.js';

/** The last day to pay what was charged for a month. */
export interface DueDate {
  readonly day: string;
  /** False when the calendar of that year is not loaded: then the day has not been moved to a working one. */
  readonly certain: boolean;
}

/** Those that count, and those that an undoing may bring back: each by an index of its own. */
const MOVE = ['IS NULL', 'IS NOT NULL'].map(
  (superseded) =>
    `UPDATE payment_documents SET due_on = $2 WHERE period = $1 AND due_on <> $2 AND superseded_by ${superseded}`,
);

/** Until which day charges are to be paid, by the calendar that is loaded; moves days to come when one is loaded. */
@Injectable()
export class DueDates implements OnModuleInit {
  constructor(
    private readonly calendar: WorkingCalendar,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.calendar.whenLoaded((tx, year) => this.move(tx, year));
  }

  /** When the charges of a month (`2026-10-01`) are to be paid. */
  async of(tx: EntityManager, period: string): Promise<DueDate> {
    const day = await this.calendar.count(tx, (days) => dueDate(period, days));
    return day === undefined ? { day: plainDueDate(period), certain: false } : { day, certain: true };
  }

  /** Documents tell when they were to be paid: what is past stays as residents have read it. */
  private async move(tx: EntityManager, year: number): Promise<void> {
    const today = dayIn(this.clock.now(), this.config.timeZone);
    // what is charged for December is paid in January
    for (let month = 0; month < 12; month += 1) {
      const period = new Date(Date.UTC(year, month - 1, 1)).toISOString().slice(0, 10);
      const { day, certain } = await this.of(tx, period);
      if (!certain || day < today) continue;
      for (const move of MOVE) await tx.query(move, [period, day]);
    }
  }
}
