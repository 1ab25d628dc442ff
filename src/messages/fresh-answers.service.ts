import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, secondsAfter } from '../core/clock.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';

const MOST = 3;
/** An answer is news for so many days, or until its author has told whether it helped. */
const FRESH_SECONDS = 14 * 86_400;

/** An entry that has been answered of late. */
export interface FreshAnswer {
  readonly id: string;
  readonly number: string;
  readonly title: string;
}

/** Also what the benchmark runs beside us. @public */
export const FRESH_ANSWERS = new Prepared<FreshAnswer>(
  'fresh answers of account',
  `SELECT id, number, title FROM appeals
   WHERE account_id = $1 AND user_id = $2 AND state = 'answered' AND answered_at > $3 AND rating IS NULL
   ORDER BY answered_at DESC LIMIT ${MOST}`,
);

/** Answers for the page of an account: to its author alone, not to those who live in the same flat. */
@Injectable()
export class FreshAnswers {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
  ) {}

  of(accountId: string, userId: string): Promise<FreshAnswer[]> {
    return FRESH_ANSWERS.rows(this.pool, accountId, userId, secondsAfter(this.clock.now(), -FRESH_SECONDS));
  }
}
