import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Config } from '../../core/config.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { affected, rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import type { AnswerTerm } from '../appeal-term.js';
import { AppealTerms } from '../appeal-terms.service.js';

/** The day from which the term of an entry runs: a question back has one of its own. */
const FROM = (zone: string): string =>
  `CASE WHEN a.asked_back_at >= a.answered_at THEN (a.asked_back_at AT TIME ZONE ${zone})::date ELSE a.received_day END`;
const WAITING = 'a.waits AND a.due_day IS NULL';
const ANSWERED = 'NOT a.waits AND a.first_due_day IS NULL AND a.first_answered_at IS NOT NULL';

/** Entries that came on one day about one subject have one term. */
interface Group extends AnswerTerm {
  readonly waiting: boolean;
  readonly day: string;
  readonly topic: string;
}

/** Between the days of which a term may be known: what came before the first calendar is never counted. */
const groups = (waiting: boolean, from: string): string =>
  `SELECT DISTINCT ${waiting} AS waiting, (${from})::text AS day, a.topic, t.term_count, t.term_unit
   FROM appeals a JOIN appeal_topics t ON t.id = a.topic
   WHERE ${waiting ? WAITING : ANSWERED} AND ${from} BETWEEN $1::date AND $2::date`;

/** Who changes an entry now may wait for the calendar that is being loaded, and then counts by it. */
const some = (which: string): string =>
  `SELECT a.id FROM appeals a WHERE ${which} LIMIT $4 FOR UPDATE SKIP LOCKED`;

const FILL_WAITING = `
  UPDATE appeals a SET due_day = $3, soon_day = $5,
    first_due_day = CASE WHEN a.first_answered_at IS NULL THEN $3 ELSE a.first_due_day END
  WHERE a.id IN (${some(`${WAITING} AND a.topic = $1 AND ${FROM('$6')} = $2::date`)})`;
const FILL_ANSWERED = `
  UPDATE appeals a SET first_due_day = $3
  WHERE a.id IN (${some(`${ANSWERED} AND a.topic = $1 AND a.received_day = $2::date`)})`;

/** A statement over more entries than this would hold them for long, or take too long at all. */
const PORTION = 1000;
/** So many get their terms with the calendar itself; the rest follows with the next hours, so many in each. */
const AT_ONCE = 10 * PORTION;
const AN_HOUR = 50 * PORTION;

/** Does work in a transaction: that of the caller, or one of its own each time. */
type Within = <T>(work: (tx: EntityManager) => Promise<T>) => Promise<T>;

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
    this.terms.whenLoaded((tx) => this.fillIn((work) => work(tx), AT_ONCE));
    // also what came before the calendar that is there, by a migration say
    this.housekeeping.add({
      name: 'terms of entries',
      find: "SELECT 'all' AS key LIMIT $1",
      each: async () => {
        await this.fillIn((work) => this.database.transaction(work), AN_HOUR);
        return false;
      },
    });
  }

  /** Those that wait come first. Whoever has an entry open may go on: nothing that they decide has changed. */
  private async fillIn(within: Within, most: number): Promise<void> {
    let left = most;
    for (const group of await within((tx) => this.groups(tx))) {
      for (let count = PORTION; count === PORTION && left > 0; left -= count) {
        count = await within((tx) => this.fill(tx, group));
      }
      if (left <= 0) return;
    }
  }

  private async groups(tx: EntityManager): Promise<Group[]> {
    const known = await this.terms.countable(tx);
    if (!known) return [];
    const { from, to } = known;
    const zone = this.config.timeZone;
    return [
      ...(await rowsOf<Group>(tx, groups(true, FROM('$3')), [from, to, zone])),
      ...(await rowsOf<Group>(tx, groups(false, 'a.received_day'), [from, to])),
    ];
  }

  /** Gives how many entries of a group got their term, a portion at the most; none while its end is not known. */
  private async fill(tx: EntityManager, { waiting, day, topic, ...term }: Group): Promise<number> {
    const due = (await this.terms.dueOfMany(tx))(day, term);
    if (!due) return 0;
    const values = [topic, day, due.due, PORTION];
    return waiting
      ? affected(tx, FILL_WAITING, [...values, due.soon, this.config.timeZone])
      : affected(tx, FILL_ANSWERED, values);
  }
}
