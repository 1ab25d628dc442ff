import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import type { Wish } from '../mail/wish.js';
import { Clock } from '../core/clock.js';
import { consentDetails, type GivenConsent, keepConsent } from './consent.js';
import { WISHES } from './wishes.js';

/** Which letters in bulk a resident wants; they come only with a consent, which can be withdrawn. */
@Injectable()
export class LetterWishes {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Since when the letters come; null when they do not. */
  async since(userId: string, wish: Wish): Promise<Date | null> {
    const { column, consent } = WISHES[wish];
    const [row]: { since: Date | null }[] = await this.database.query(
      `SELECT (SELECT max(given_at) FROM consents
               WHERE user_id = u.id AND document = $2 AND withdrawn_at IS NULL) AS since
       FROM users u WHERE u.id = $1 AND u.${column}`,
      [userId, consent.document],
    );
    return row?.since ?? null;
  }

  /** Switches the letters on and keeps the consent; whoever has them already gives no second one. */
  async switchOn(userId: string, wish: Wish, consent: GivenConsent, actor: Actor): Promise<void> {
    const { column, on } = WISHES[wish];
    await this.database.transaction(async (tx) => {
      const [, changed]: [unknown, number] = await tx.query(
        `UPDATE users SET ${column} = true WHERE id = $1 AND status = 'active' AND NOT ${column}`,
        [userId],
      );
      if (changed === 0) {
        return;
      }
      await keepConsent(tx, userId, consent, this.clock.now());
      await this.audit.record(tx, actor, on, { kind: 'user', id: userId }, consentDetails(consent));
    });
  }

  /** Switches the letters off, also those that have not left yet; does nothing for whom they do not come. */
  async switchOff(userId: string, wish: Wish, actor: Actor): Promise<void> {
    const { column, consent, off } = WISHES[wish];
    await this.database.transaction(async (tx) => {
      const [, changed]: [unknown, number] = await tx.query(
        `UPDATE users SET ${column} = false WHERE id = $1 AND ${column}`,
        [userId],
      );
      if (changed === 0) {
        return;
      }
      await tx.query(
        'UPDATE consents SET withdrawn_at = $2 WHERE user_id = $1 AND document = $3 AND withdrawn_at IS NULL',
        [userId, this.clock.now(), consent.document],
      );
      await this.mail.withdraw(tx, bulkKinds(wish), userId);
      await this.audit.record(tx, actor, off, { kind: 'user', id: userId });
    });
  }
}
