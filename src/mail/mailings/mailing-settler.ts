import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one, rowsOf, touched } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { settled } from './mailings.sql.js';

/** So many residents are settled in one transaction. */
const PORTION = 2000;
const NOBODY = '00000000-0000-0000-0000-000000000000';
const LOCK = `SELECT m.audience, m.begun_at, s.settled_after FROM mailings m JOIN mailing_settlings s ON s.mailing_id = m.id
  WHERE m.id = $1 AND m.stopped_at IS NULL FOR UPDATE OF m SKIP LOCKED`;
const UNSETTLED = `SELECT m.id FROM mailing_settlings s JOIN mailings m ON m.id = s.mailing_id
  WHERE m.stopped_at IS NULL ORDER BY m.begun_at`;

/** A select of `user_id`, with its values. */
export interface Chosen {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Selects residents of an audience in the order of their ids, so many at most after one of them. */
type Choose = (audience: object, day: string, after: string, most: number) => Chosen;

/** How many are to get a mailing. */
interface Settled {
  readonly subject: string;
  readonly audience_words: string;
  readonly receivers: number;
  readonly asking: number;
  /** Whether this is all of them. */
  readonly whole: boolean;
}

/**
 * Settles who gets a mailing, portion by portion in the order of residents: none of them takes long, and two mailings to the
 * same people wait for each other and never for themselves.
 */
@Injectable()
export class MailingSettler {
  private choose: Choose | undefined;

  constructor(
    private readonly database: DataSource,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Who knows the audiences says who they are. */
  chooseBy(choose: Choose): void {
    this.choose = choose;
  }

  /** The first portion of a mailing that begins. */
  async first(tx: EntityManager, id: string): Promise<Settled> {
    await tx.query('INSERT INTO mailing_settlings (mailing_id, settled_after) VALUES ($1, $2)', [id, NOBODY]);
    return (await this.portion(tx, id))!;
  }

  /** Mailings of which some portions are left, the oldest first. */
  async unsettled(): Promise<string[]> {
    return (await rowsOf<{ id: string }>(this.database, UNSETTLED)).map(({ id }) => id);
  }

  /** The next portion in a transaction of its own; true where there is more. */
  async next(id: string): Promise<boolean> {
    return this.database.transaction(async (tx) => (await this.portion(tx, id))?.whole === false);
  }

  /** The next portion; undefined where there is none, or another process is at it. */
  private async portion(tx: EntityManager, id: string): Promise<Settled | undefined> {
    const mailing = await one<{ audience: object; begun_at: Date; settled_after: string }>(tx, LOCK, [id]);
    if (!mailing) return undefined;
    const day = dayIn(mailing.begun_at, this.config.timeZone);
    const { sql, values } = this.choose!(mailing.audience, day, mailing.settled_after, PORTION);
    const statement = settled(sql, `$${values.length + 1}`, `$${values.length + 2}`);
    const put = (await one<{ receivers: number; asking: number; last: string | null }>(tx, statement, [
      ...values,
      id,
      day,
    ]))!;
    const whole = put.receivers < PORTION;
    const [told] = await touched<Omit<Settled, 'whole'>>(
      tx,
      `UPDATE mailings SET receivers = receivers + $2, asking = asking + $3 WHERE id = $1
       RETURNING subject, audience_words, receivers, asking`,
      [id, put.receivers, put.asking],
    );
    await (whole
      ? tx.query('DELETE FROM mailing_settlings WHERE mailing_id = $1', [id])
      : tx.query('UPDATE mailing_settlings SET settled_after = $2 WHERE mailing_id = $1', [id, put.last]));
    return { ...told!, whole };
  }
}
