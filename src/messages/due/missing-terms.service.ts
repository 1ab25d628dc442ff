import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import type { AnswerTerm } from '../appeal-term.js';
import { AppealTerms } from '../appeal-terms.service.js';

/** The day from which the term of an entry runs: a question back has one of its own. */
const FROM = `CASE WHEN a.asked_back_at >= a.answered_at THEN (a.asked_back_at AT TIME ZONE $1)::date ELSE a.received_day END`;
const WAITING = 'a.waits AND a.due_day IS NULL';
const ANSWERED = 'NOT a.waits AND a.first_due_day IS NULL AND a.first_answered_at IS NOT NULL';

interface Group extends AnswerTerm {
  readonly day: string;
  readonly topic: string;
}

const groups = (which: string, from = FROM): string =>
  `SELECT DISTINCT (${from})::text AS day, a.topic, t.term_count, t.term_unit
   FROM appeals a JOIN appeal_topics t ON t.id = a.topic WHERE ${which}`;
const ofGroup = (which: string): string => `${which} AND a.topic = $2 AND ${FROM} = $3::date`;

/** Who changes an entry now may wait for the calendar that is being loaded, and then counts by it. */
const free = (which: string): string => `SELECT a.id FROM appeals a WHERE ${which} FOR UPDATE SKIP LOCKED`;

const FILL_WAITING = `
  UPDATE appeals a SET due_day = $4, soon_day = $5,
    first_due_day = CASE WHEN a.first_answered_at IS NULL THEN $4 ELSE a.first_due_day END
  WHERE a.id IN (${free(ofGroup(WAITING))})`;
const FILL_ANSWERED = `UPDATE appeals a SET first_due_day = $3
  WHERE a.id IN (${free(`${ANSWERED} AND a.topic = $1 AND a.received_day = $2::date`)})`;

/** Gives their terms to entries that came while the calendar of a year was not loaded. */
@Injectable()
export class MissingTerms implements OnModuleInit {
  constructor(
    private readonly database: DataSource,
    private readonly terms: AppealTerms,
    private readonly housekeeping: Housekeeping,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onModuleInit(): void {
    this.terms.whenLoaded((tx) => this.fillIn(tx));
    // also what came before the calendar that is there, by a migration say
    this.housekeeping.add({
      name: 'terms of entries',
      find: "SELECT 'all' AS key LIMIT $1",
      each: async () => {
        await this.database.transaction((tx) => this.fillIn(tx));
        return false;
      },
    });
  }

  /** Whoever has an entry open may go on: nothing that they decide has changed. */
  private async fillIn(tx: EntityManager): Promise<void> {
    const zone = this.config.timeZone;
    const dueOf = await this.terms.dueOfMany(tx);
    for (const { day, topic, ...term } of await rowsOf<Group>(tx, groups(WAITING), [zone])) {
      const due = dueOf(day, term);
      if (due) await tx.query(FILL_WAITING, [zone, topic, day, due.due, due.soon]);
    }
    for (const { day, topic, ...term } of await rowsOf<Group>(tx, groups(ANSWERED, 'a.received_day'))) {
      const due = dueOf(day, term);
      if (due) await tx.query(FILL_ANSWERED, [topic, day, due.due]);
    }
  }
}
