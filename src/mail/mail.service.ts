import { Inject, Injectable } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import type { EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../platform/clock.js';
import type { Config } from '../platform/config.js';
import { CONFIG } from '../platform/tokens.js';
import { Letter } from './letter.entity.js';
import { type NewLetter, subjectOf } from './letters.js';

const DAY_SECONDS = 86_400;

/** Takes letters: each is a row in the caller's transaction, so that it is sent if and only if the change happened. */
@Injectable()
export class MailService {
  /** Tells the worker of this process that there may be something to do. */
  readonly queued = new EventEmitter<{ letter: [] }>();

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async queue(tx: EntityManager, letter: NewLetter): Promise<void> {
    const now = this.clock.now();
    await tx.insert(Letter, {
      kind: letter.kind,
      recipient: letter.to,
      recipientName: letter.name ?? '',
      subject: subjectOf(letter.kind, this.config.company),
      userId: letter.userId ?? null,
      authCodeId: letter.authCodeId ?? null,
      data: letter.data as never,
      notAfter: letter.notAfter ?? secondsAfter(now, DAY_SECONDS),
    });
    this.queued.emit('letter');
  }

  /** Withdraws letters with codes that a newer code has replaced; one that is being handed over may still arrive, with a dead code. */
  async cancelCodes(tx: EntityManager, authCodeIds: string[]): Promise<void> {
    await tx.query(
      `UPDATE letters SET cancelled_at = $2, data = NULL
       WHERE auth_code_id = ANY($1) AND sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL`,
      [authCodeIds, this.clock.now()],
    );
  }

  /** Sends a letter without a secret once more; false when there is nothing left to send. */
  async again(tx: EntityManager, letterId: string): Promise<boolean> {
    const now = this.clock.now();
    const [, count]: [unknown, number] = await tx.query(
      `UPDATE letters SET next_attempt_at = $2, not_after = $3, attempts = 0, sent_at = NULL, failed_at = NULL,
              last_error = NULL
       WHERE id = $1 AND data IS NOT NULL AND auth_code_id IS NULL`,
      [letterId, now, secondsAfter(now, DAY_SECONDS)],
    );
    this.queued.emit('letter');
    return count === 1;
  }
}
