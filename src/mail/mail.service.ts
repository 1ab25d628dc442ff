import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { CONFIG } from '../core/tokens.js';
import { Letter } from './letter.entity.js';
import { type BulkLetter, isBulk, type LetterKind, type NewLetter, subjectOf } from './letters.js';
import { affected, rowsOf } from '../core/query.js';
import { letterIdOf, messageIdOf } from './message-id.js';
import { waits } from './letters.sql.js';

const DAY_SECONDS = 86_400;
/** Tens of thousands of letters leave within hours; a mail server may be down over a weekend. */
const BULK_SECONDS = 3 * DAY_SECONDS;

/** What becomes of a letter about the same that is on its way already. */
const WAITING = {
  keep: 'DO NOTHING',
  renew: `DO UPDATE SET data = excluded.data, subject = excluded.subject
    WHERE ${waits('letters')}`,
};

/** Whether a letter that has waited is still to be sent. */
export type StillWanted = (letter: Letter) => Promise<boolean>;

/** A file that leaves with a letter. */
export interface LetterFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Takes letters: each is a row in the caller's transaction, so that it is sent if and only if the change happened. */
@Injectable()
export class MailService {
  /** Tells the worker of this process that there may be something to do. */
  readonly queued = new EventEmitter<{ letter: [] }>();

  private readonly checks = new Map<LetterKind, StillWanted[]>();
  private readonly carried = new Map<LetterKind, (letter: Letter) => Promise<readonly LetterFile[]>>();
  private readonly listeners = new Map<LetterKind, ((letter: Letter) => Promise<void>)[]>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** Tells what is asked before each letter of these kinds leaves; called by modules when they begin. */
  checkBefore(kinds: readonly LetterKind[], check: StillWanted): void {
    for (const kind of kinds) {
      this.checks.set(kind, [...(this.checks.get(kind) ?? []), check]);
    }
  }

  /** Whether a letter is still to be sent; those of most kinds always are. */
  async isWanted(letter: Letter): Promise<boolean> {
    for (const check of this.checks.get(letter.kind) ?? []) {
      if (!(await check(letter))) return false;
    }
    return true;
  }

  /** Tells where the files of letters of a kind are had from, each time that one leaves; called by modules when they begin. */
  attach(kind: LetterKind, find: (letter: Letter) => Promise<readonly LetterFile[]>): void {
    this.carried.set(kind, find);
  }

  /** What leaves with a letter; most have no files. */
  async filesOf(letter: Letter): Promise<readonly LetterFile[]> {
    return (await this.carried.get(letter.kind)?.(letter)) ?? [];
  }

  /** Tells whoever wants to know that a letter of these kinds has left, perhaps more than once; called by modules when they begin. */
  whenSent(kinds: readonly LetterKind[], listener: (letter: Letter) => Promise<void>): void {
    for (const kind of kinds) {
      this.listeners.set(kind, [...(this.listeners.get(kind) ?? []), listener]);
    }
  }

  /** Lets them know; the letter has left whatever becomes of that. */
  async sent(letter: Letter): Promise<void> {
    for (const listener of this.listeners.get(letter.kind) ?? []) await listener(letter);
  }

  /** Takes a letter, and tells the Message-ID with which it will leave. */
  async queue(tx: EntityManager, letter: NewLetter): Promise<string> {
    const now = this.clock.now();
    const { identifiers } = await tx.insert(Letter, {
      kind: letter.kind,
      recipient: letter.to,
      recipientName: letter.name ?? '',
      subject: subjectOf(letter.kind, this.config.company, letter.subjectEnd),
      userId: letter.userId ?? null,
      tellsOf: letter.tellsOf ?? null,
      authCodeId: letter.authCodeId ?? null,
      data: {
        ...letter.data,
        ...(letter.replyTo && { replyTo: letter.replyTo }),
        ...(letter.thread && { thread: letter.thread }),
      } as never,
      notAfter: letter.notAfter ?? secondsAfter(now, DAY_SECONDS),
      ...(letter.notBefore && { nextAttemptAt: letter.notBefore }),
    });
    this.queued.emit('letter');
    return messageIdOf((identifiers[0] as { id: string }).id, this.config.mailFrom);
  }

  /** Whether one of these Message-IDs is that of a letter to a resident: whoever knows it has at least seen the letter. */
  async hasWrittenTo(tx: EntityManager, userId: string, messageIds: readonly string[]): Promise<boolean> {
    const ids = messageIds.map((id) => letterIdOf(id, this.config.mailFrom)).filter((id) => id !== undefined);
    const rows = await rowsOf<unknown>(
      tx,
      'SELECT 1 FROM letters WHERE id = ANY ($1) AND user_id = $2 LIMIT 1',
      [ids, userId],
    );
    return rows.length > 0;
  }

  /**
   * Takes many letters of one kind at once, and returns how many: one that the resident has got already is left out. One
   * that still waits stays as it is, or says what the new one says (`renew`).
   */
  async queueMany(
    tx: EntityManager,
    kind: LetterKind,
    letters: readonly BulkLetter[],
    waiting: 'keep' | 'renew' = 'keep',
  ): Promise<number> {
    const rows = letters.map(({ subjectEnd, ...letter }) => ({
      ...letter,
      subject: subjectOf(kind, this.config.company, subjectEnd),
    }));
    const queued = await rowsOf<unknown>(
      tx,
      `INSERT INTO letters (kind, recipient, recipient_name, subject, user_id, data, not_after, bulk, about)
       SELECT $1, l."to", l.name, l.subject, l."userId", l.data, coalesce(l."notAfter", $3), $4, l.about
       FROM jsonb_to_recordset($2::jsonb)
         AS l ("to" text, name text, subject text, "userId" uuid, data jsonb, about text, "notAfter" timestamptz)
       ON CONFLICT (user_id, kind, about) WHERE about IS NOT NULL ${WAITING[waiting]} RETURNING 1`,
      [kind, JSON.stringify(rows), secondsAfter(this.clock.now(), BULK_SECONDS), isBulk(kind)],
    );
    this.queued.emit('letter');
    return queued.length;
  }

  /** Withdraws what a resident does not want any more: waiting letters of these kinds whose subject matter begins so. */
  async withdraw(tx: EntityManager, kinds: readonly LetterKind[], userId: string, about = ''): Promise<void> {
    await tx.query(
      `UPDATE letters SET cancelled_at = $4, data = NULL
       WHERE user_id = $1 AND kind = ANY ($2) AND starts_with(about, $3)
         AND ${waits('letters')}`,
      [userId, kinds, about, this.clock.now()],
    );
  }

  /** Withdraws letters with codes that a newer code has replaced; one that is being handed over may still arrive, with a dead code. */
  async cancelCodes(tx: EntityManager, authCodeIds: string[]): Promise<void> {
    await tx.query(
      `UPDATE letters SET cancelled_at = $2, data = NULL
       WHERE auth_code_id = ANY($1) AND ${waits('letters')}`,
      [authCodeIds, this.clock.now()],
    );
  }

  /** Sends a letter without a secret once more; false when there is nothing left to send. */
  async again(tx: EntityManager, letterId: string): Promise<boolean> {
    const now = this.clock.now();
    const count = await affected(
      tx,
      `UPDATE letters SET next_attempt_at = $2, not_after = $3, attempts = 0, sent_at = NULL, failed_at = NULL,
              last_error = NULL, fault = NULL
       WHERE id = $1 AND data IS NOT NULL AND auth_code_id IS NULL`,
      [letterId, now, secondsAfter(now, DAY_SECONDS)],
    );
    this.queued.emit('letter');
    return count === 1;
  }
}
