import { Inject, Injectable } from '@nestjs/common';
import type { Pool, QueryResultRow } from 'pg';
import { Clock, secondsAfter } from '../core/clock.js';
import { Log } from '../core/log.js';
import { POOL } from '../core/tokens.js';
import { LONGEST_LIFE_DAYS, secretKinds } from './letters.js';
import type { Refusal } from './smtp-refusal.js';
import { waits } from './letters.sql.js';

/** So many receivers refused in a row, or failures that any letter would meet, and so much time: a mail server that is started anew is no trouble. */
const FAILURES = 3;
const PATIENCE_SECONDS = 30;
/** Where the server asks to wait, as some do of a sender they do not know yet. */
const WAIT_PATIENCE_SECONDS = 1800;
const TELL_AGAIN_SECONDS = 3600;

/** Why letters do not leave. */
export interface Trouble extends QueryResultRow {
  readonly since: Date;
  readonly text: string;
  readonly answer: string | null;
  /** How many letters wait. */
  readonly waiting: number;
}

const HAPPENED = `
  INSERT INTO mail_trouble (since, failures, patience_seconds, text, answer, receivers)
  VALUES ($1, 1, $2, $3, $4, CASE WHEN $5::text IS NULL THEN '{}' ELSE ARRAY[md5(lower($5))] END)
  ON CONFLICT (one) DO UPDATE SET
    failures = mail_trouble.failures + (NOT mail_trouble.receivers @> EXCLUDED.receivers OR $5 IS NULL)::int,
    receivers = CASE WHEN mail_trouble.receivers @> EXCLUDED.receivers OR cardinality(mail_trouble.receivers) >= ${FAILURES}
      THEN mail_trouble.receivers ELSE mail_trouble.receivers || EXCLUDED.receivers END,
    patience_seconds = EXCLUDED.patience_seconds, text = EXCLUDED.text, answer = EXCLUDED.answer`;
const LASTING = `failures >= ${FAILURES} AND since + make_interval(secs => patience_seconds) <= $1::timestamptz`;
/** Only one of several instances gets the row. */
const TELL = `UPDATE mail_trouble SET told_at = $1 WHERE ${LASTING} AND (told_at IS NULL OR told_at < $2) RETURNING text, answer`;
const READ = `
  SELECT since, text, answer, waiting FROM mail_trouble,
    LATERAL (SELECT count(*)::int AS waiting FROM letters
             WHERE ${waits('letters')}) AS w
  WHERE ${LASTING} AND waiting > 0`;
/** What waits and was perhaps never tried gets the time back that the trouble has taken. */
const OVER = `
  WITH ended AS (DELETE FROM mail_trouble RETURNING told_at IS NOT NULL AS told, ${LASTING} AS lasted),
    prolonged AS (
      UPDATE letters SET not_after = least($1::timestamptz + interval '1 day', created_at + interval '${LONGEST_LIFE_DAYS} days')
      WHERE ${waits('letters')} AND kind <> ALL ($2)
        AND not_after < least($1::timestamptz + interval '1 day', created_at + interval '${LONGEST_LIFE_DAYS} days')
        AND EXISTS (SELECT FROM ended WHERE lasted))
  SELECT told FROM ended`;
const LASTS = `SELECT FROM mail_trouble WHERE ${LASTING}`;

/** Remembers for all instances that letters do not leave for a reason on our side, until the first one leaves. */
@Injectable()
export class MailTrouble {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {}

  /** Counts a failure that is not the receiver's, one for each of them; in the log it is told once an hour when it lasts. */
  async happened({ text, answer, wait, ofAll }: Refusal, recipient: string): Promise<void> {
    const now = this.clock.now();
    const patience = wait ? WAIT_PATIENCE_SECONDS : PATIENCE_SECONDS;
    await this.pool.query(HAPPENED, [now, patience, text, answer ?? null, ofAll ? null : recipient]);
    const { rows } = await this.pool.query<Trouble>(TELL, [now, secondsAfter(now, -TELL_AGAIN_SECONDS)]);
    const [told] = rows;
    if (told) {
      this.log.error(`letters do not leave: ${told.text}${told.answer ? ` «${told.answer}»` : ''}`, 'mail');
    }
  }

  /** Whether letters have not left for a while, so that it is no matter of single ones. */
  async lasts(): Promise<boolean> {
    return (await this.pool.query(LASTS, [this.clock.now()])).rowCount === 1;
  }

  /** A letter has left. */
  async over(): Promise<void> {
    const { rows } = await this.pool.query<{ told: boolean }>(OVER, [this.clock.now(), secretKinds()]);
    if (rows[0]?.told) this.log.log('letters leave again', 'mail');
  }

  /** What the office must know; undefined while letters leave, or none waits. */
  async read(now: Date): Promise<Trouble | undefined> {
    return (await this.pool.query<Trouble>(READ, [now])).rows[0];
  }
}
