import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { affected, one, type Queryable, rowsOf, touched } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';

/** Where reading goes on. */
export interface ReadUpTo {
  readonly uid_validity: string;
  readonly last_uid: string;
  readonly read_at: Date | null;
  /** When the first visit was; whether the numbers of letters have changed since. */
  readonly begun_at: Date;
  readonly renumbered: boolean;
}

/** Why the mailbox cannot be read. */
export interface MailboxTrouble {
  readonly trouble: string;
  readonly trouble_since: Date;
  readonly read_at: Date | null;
}

/** A server that is started anew is no trouble. */
const FAILURES = 3;
const PATIENCE = "interval '2 minutes'";

/** What is remembered of the mailbox, by all instances together. */
@Injectable()
export class MailboxState {
  /** Of another login, server or folder nothing is known. */
  private readonly mailbox: string;

  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) { incoming }: Config,
  ) {
    const { username, host } = new URL(incoming?.url ?? 'imaps://localhost');
    this.mailbox = `${username}@${host}/${incoming?.folder ?? ''}`;
  }

  async read(): Promise<ReadUpTo | undefined> {
    return one<ReadUpTo>(
      this.database,
      `SELECT uid_validity, last_uid, read_at, begun_at, renumbered FROM mailbox_state WHERE mailbox = $1 AND uid_validity <> ''`,
      [this.mailbox],
    );
  }

  /** Begins to count: all letters up to this one are done with. */
  async begin(validity: string, lastUid: number): Promise<void> {
    await this.database.query(
      `INSERT INTO mailbox_state AS s (mailbox, uid_validity, last_uid, begun_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (mailbox) DO UPDATE SET uid_validity = $2, last_uid = $3, begun_at = coalesce(s.begun_at, $4),
         renumbered = s.uid_validity <> '', trying_uid = 0, tries = 0`,
      [this.mailbox, validity, lastUid, this.clock.now()],
    );
  }

  /** Tells how often a letter has been begun with, this time included: a crash in the middle counts. */
  async trying(uid: number): Promise<number> {
    const [row] = await touched<{ tries: number }>(
      this.database,
      `UPDATE mailbox_state SET trying_uid = $2, tries = CASE WHEN trying_uid = $2 THEN tries + 1 ELSE 1 END
       WHERE mailbox = $1 RETURNING tries`,
      [this.mailbox, uid],
    );
    return row?.tries ?? 1;
  }

  /** A try that failed for no fault of the letter does not count. */
  async takeBack(uid: number): Promise<void> {
    await this.database.query(
      'UPDATE mailbox_state SET tries = greatest(tries - 1, 0) WHERE mailbox = $1 AND trying_uid = $2',
      [this.mailbox, uid],
    );
  }

  /** A letter is done with. */
  async done(on: Queryable, uid: number): Promise<void> {
    await on.query('UPDATE mailbox_state SET last_uid = greatest(last_uid, $2) WHERE mailbox = $1', [
      this.mailbox,
      uid,
    ]);
  }

  /** Remembers a letter; false where it has been taken before. */
  async remember(
    on: Queryable,
    letter: { readonly mark: string; readonly messageId: string },
    problem?: string,
  ): Promise<boolean> {
    const rows = await rowsOf<unknown>(
      on,
      `INSERT INTO incoming_letters (mark, message_id, taken_at, problem) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [letter.mark, letter.messageId, this.clock.now(), problem ?? null],
    );
    return rows.length === 1;
  }

  /** The mailbox has been read, to its end or a part of it; gives whether a trouble that was told of is over. */
  async wasRead(toItsEnd: boolean): Promise<boolean> {
    const now = this.clock.now();
    const over = await affected(
      this.database,
      'UPDATE mailbox_state SET told_at = NULL WHERE mailbox = $1 AND told_at IS NOT NULL',
      [this.mailbox],
    );
    await this.database.query(
      // letters are looked for again from there: those that still wait came before
      `UPDATE mailbox_state SET read_at = CASE WHEN $3 THEN $2 ELSE read_at END, failures = 0, trouble = NULL, trouble_since = NULL
       WHERE mailbox = $1`,
      [this.mailbox, now, toItsEnd],
    );
    return over === 1;
  }

  /** The mailbox could not be read; gives since when, where it is time to tell somebody, once. */
  async failed(on: Queryable, words: string): Promise<MailboxTrouble | undefined> {
    const now = this.clock.now();
    await on.query(
      `INSERT INTO mailbox_state AS s (mailbox, failures, trouble, trouble_since) VALUES ($1, 1, $2, $3)
       ON CONFLICT (mailbox) DO UPDATE SET failures = s.failures + 1, trouble = $2,
         trouble_since = coalesce(s.trouble_since, $3)`,
      [this.mailbox, words, now],
    );
    const [row] = await touched<MailboxTrouble>(
      on,
      `UPDATE mailbox_state SET told_at = $2 WHERE mailbox = $1 AND told_at IS NULL AND ${lasting('$2')}
       RETURNING trouble, trouble_since, read_at`,
      [this.mailbox, now],
    );
    return row;
  }

  /** What the office must know; undefined while letters come. */
  async trouble(): Promise<MailboxTrouble | undefined> {
    return one<MailboxTrouble>(
      this.database,
      `SELECT trouble, trouble_since, read_at FROM mailbox_state WHERE mailbox = $1 AND ${lasting('$2')}`,
      [this.mailbox, this.clock.now()],
    );
  }
}

function lasting(now: string): string {
  return `failures >= ${FAILURES} AND trouble_since <= ${now}::timestamptz - ${PATIENCE}`;
}
