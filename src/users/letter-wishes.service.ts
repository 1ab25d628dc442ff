import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { MailService } from '../mail/mail.service.js';
import { Clock } from '../platform/clock.js';
import type { GivenConsent } from './users.service.js';

/** Whether a resident wants letters about new receipts; they come only with a consent, which can be withdrawn. */
@Injectable()
export class LetterWishes {
  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Since when the letters come; null when they do not. */
  async since(userId: string): Promise<Date | null> {
    const [row]: { since: Date | null }[] = await this.database.query(
      `SELECT (SELECT max(given_at) FROM consents
               WHERE user_id = u.id AND document = 'receipt-letters' AND withdrawn_at IS NULL) AS since
       FROM users u WHERE u.id = $1 AND u.receipt_letters`,
      [userId],
    );
    return row?.since ?? null;
  }

  /** Switches the letters on and keeps the consent; whoever has them already gives no second one. */
  async switchOn(userId: string, consent: GivenConsent, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [, changed]: [unknown, number] = await tx.query(
        "UPDATE users SET receipt_letters = true WHERE id = $1 AND status = 'active' AND NOT receipt_letters",
        [userId],
      );
      if (changed === 0) {
        return;
      }
      await tx.query(
        'INSERT INTO consents (user_id, document, version, given_at, ip, user_agent) VALUES ($1, $2, $3, $4, $5, $6)',
        [
          userId,
          consent.document,
          consent.version,
          this.clock.now(),
          consent.ip,
          consent.userAgent.slice(0, 300),
        ],
      );
      await this.audit.record(tx, actor, 'user.letters-on', { kind: 'user', id: userId });
    });
  }

  /** Switches the letters off, also those that have not left yet; does nothing for whom they do not come. */
  async switchOff(userId: string, actor: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const [, changed]: [unknown, number] = await tx.query(
        'UPDATE users SET receipt_letters = false WHERE id = $1 AND receipt_letters',
        [userId],
      );
      if (changed === 0) {
        return;
      }
      await tx.query(
        `UPDATE consents SET withdrawn_at = $2
         WHERE user_id = $1 AND document = 'receipt-letters' AND withdrawn_at IS NULL`,
        [userId, this.clock.now()],
      );
      await this.mail.withdraw(tx, 'receipt', userId);
      await this.audit.record(tx, actor, 'user.letters-off', { kind: 'user', id: userId });
    });
  }
}
