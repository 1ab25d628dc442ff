import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { rowsOf } from '../../core/query.js';
import { POOL } from '../../core/tokens.js';
import { AppealTerms } from '../appeal-terms.service.js';

/** What the office owes answers to, counted. */
export interface DueCounts {
  readonly late: number;
  readonly soon: number;
  /** Those whose term is not known. */
  readonly unknown: number;
  readonly all: number;
  /** The day by which the first of all should have been answered, or should be. */
  readonly first_late: string | null;
  readonly first_soon: string | null;
  /** Of the late and of the soon late those that one person is responsible for. */
  readonly mine_late: number;
  readonly mine_soon: number;
}

/** An entry that is late or soon late. */
export interface DueAppeal {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly due_day: string;
  readonly late: boolean;
  /** Null where nobody is, or nobody who still works here and can be written to. */
  readonly responsible_id: string | null;
}

const LATE = 'a.due_day < $1::date';
const SOON = 'a.due_day >= $1::date AND a.soon_day <= $1::date';

const counted = (where: string, name: string): string =>
  `(count(*) FILTER (WHERE ${where}))::integer AS ${name}`;

const COUNTS = new Prepared<DueCounts>(
  'due appeals counted',
  `SELECT ${counted(LATE, 'late')}, ${counted(SOON, 'soon')}, ${counted('a.due_day IS NULL', 'unknown')},
     ${counted(`${LATE} AND a.responsible_id = $2`, 'mine_late')}, ${counted(`${SOON} AND a.responsible_id = $2`, 'mine_soon')},
     count(*)::integer AS all, (min(a.due_day) FILTER (WHERE ${LATE}))::text AS first_late,
     (min(a.due_day) FILTER (WHERE ${SOON}))::text AS first_soon
   FROM appeals a WHERE a.waits`,
);

const DUE = `
  SELECT a.id, a.number, a.title, a.due_day::text, ${LATE} AS late, p.id AS responsible_id
  FROM appeals a LEFT JOIN office_people p ON p.id = a.responsible_id AND p.active AND p.email <> ''
  WHERE a.waits AND a.soon_day <= $1::date
  ORDER BY a.due_day, a.registered_at, a.id`;

/** Knows what is late and what is soon due: yellow begins with the soon day, red with the day after the last one. */
@Injectable()
export class DueAppeals {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly terms: AppealTerms,
    private readonly clock: Clock,
  ) {}

  /** As of now; `staffId` is who asks. */
  async counts(staffId: string): Promise<DueCounts> {
    return (await COUNTS.first(this.pool, this.terms.dayOf(this.clock.now()), staffId))!;
  }

  /** All that is late or soon late on a day, the most urgent first. */
  list(tx: EntityManager, today: string): Promise<DueAppeal[]> {
    return rowsOf<DueAppeal>(tx, DUE, [today]);
  }
}
