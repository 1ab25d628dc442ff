import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Letter } from '../mail/letter.entity.js';
import { bulkKinds, LETTERS, topicOf } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { User } from '../users/user.entity.js';
import { NotificationPreferences } from '../notifications/notification-preferences.service.js';
import { UsersService } from '../users/users.service.js';
import { CodesService } from '../auth/codes/codes.service.js';
import { EmailChangeService } from '../auth/email-change.service.js';
import { EmailUndoService } from '../auth/email-undo.service.js';
import { RecoveryService } from '../auth/recovery/recovery.service.js';
import { RegistrationService } from '../auth/registration/registration.service.js';
import { SessionsService } from '../auth/sessions/sessions.service.js';
import { affected, rowsOf } from '../core/query.js';

/** So many are sent again at once, within the time of a request. */
const MOST_AGAIN = 300;
const FAILED_BY_US = `SELECT id FROM letters WHERE failed_at IS NOT NULL AND sent_at IS NULL AND fault = 'server'
  ORDER BY failed_at LIMIT ${MOST_AGAIN + 1}`;
const TAKE_MARK = `UPDATE letters SET fault = NULL
  WHERE id = $1 AND failed_at IS NOT NULL AND sent_at IS NULL AND fault = 'server'`;

/** What the office may do with a resident's login. Nobody can set or read a password. */
@Injectable()
export class ResidentsService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly preferences: NotificationPreferences,
    private readonly sessions: SessionsService,
    private readonly codes: CodesService,
    private readonly registration: RegistrationService,
    private readonly recovery: RecoveryService,
    private readonly emailChange: EmailChangeService,
    private readonly emailUndo: EmailUndoService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
  ) {}

  /** Closes the cabinet for a resident: all sessions and codes end at once. */
  async block(id: string, reason: string, staff: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.update(User, { id }, { status: 'blocked', blockReason: reason });
      await this.sessions.endAll(tx, id);
      await this.codes.supersede(tx, id, ['confirm', 'recover', 'email', 'slip']);
      await this.mail.withdraw(tx, bulkKinds(), id);
      await this.audit.record(tx, staff, 'user.blocked', { kind: 'user', id }, { reason });
    });
  }

  async unblock(id: string, staff: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const user = await this.users.get(tx, id);
      const status = user.emailConfirmedAt === null ? 'pending' : 'active';
      await tx.update(User, { id, status: 'blocked' }, { status, blockReason: null });
      const details = { lifted: user.blockReason };
      await this.audit.record(tx, staff, 'user.unblocked', { kind: 'user', id }, details);
    });
  }

  /** Sends the letter that lets a resident in: to confirm where they have not yet, else to set a password. */
  async sendWayIn(id: string, staff: Actor): Promise<'confirmation' | 'recovery' | 'blocked'> {
    return this.database.transaction(async (tx) => {
      const user = await this.users.get(tx, id);
      if (user.status === 'blocked') {
        return 'blocked';
      }
      if (user.status === 'pending') {
        await this.registration.sendCode(tx, user, true);
        return 'confirmation';
      }
      await this.recovery.sendCode(tx, user, staff);
      return 'recovery';
    });
  }

  /** Sends a letter again. One that carries a secret is made anew, with a new code that nobody here sees. */
  async sendLetterAgain(letterId: string, staff: Actor): Promise<'sent' | 'unneeded' | 'forgotten'> {
    return this.database.transaction((tx) => this.again(tx, letterId, staff));
  }

  private async again(
    tx: EntityManager,
    letterId: string,
    staff: Actor,
  ): Promise<'sent' | 'unneeded' | 'forgotten'> {
    const letter = await tx.findOneByOrFail(Letter, { id: letterId });
    // The receiver of an old letter is known no more.
    if (letter.recipient === '') return 'forgotten';
    return (await this.stillWants(tx, letter)) && (await this.resend(tx, letter, staff))
      ? 'sent'
      : 'unneeded';
  }

  private async resend(tx: EntityManager, letter: Letter, staff: Actor): Promise<boolean> {
    const object = { kind: 'letter', id: letter.id } as const;
    if (!LETTERS[letter.kind].secret) {
      const again = await this.mail.again(tx, letter.id);
      if (again) await this.audit.record(tx, staff, 'letter.again', object);
      return again;
    }
    if (letter.userId === null) return false;
    const user = await this.users.get(tx, letter.userId);
    if (user.status === 'blocked' || (letter.kind === 'confirmation') !== (user.status === 'pending')) {
      return false;
    }
    if (letter.kind === 'email-changed') return this.undoAgain(tx, user, letter, staff);
    // A code that was used or replaced stays so: else a change of e-mail that the owner has undone would come back.
    if (!(await this.codes.isCurrent(tx, letter.authCodeId))) return false;
    await this.audit.record(tx, staff, 'letter.again', object);
    if (letter.kind === 'confirmation') {
      await this.registration.sendCode(tx, user, true);
    } else if (letter.kind === 'email-change') {
      await this.emailChange.sendCode(tx, user, letter.recipient);
    } else {
      await this.recovery.sendCode(tx, user, staff);
    }
    return true;
  }

  private async undoAgain(tx: EntityManager, user: User, letter: Letter, staff: Actor): Promise<boolean> {
    const again = await this.emailUndo.tellAgain(tx, user, letter.recipient);
    if (again) await this.audit.record(tx, staff, 'letter.again', { kind: 'letter', id: letter.id });
    return again;
  }

  /** Sends again what was given up because of the portal's own mail settings, the oldest first, each once. */
  async sendFailedAgain(staff: Actor): Promise<{ again: number; dropped: number; more: boolean }> {
    const failed = await rowsOf<{ id: string }>(this.database, FAILED_BY_US);
    let again = 0;
    for (const { id } of failed.slice(0, MOST_AGAIN)) {
      // Whoever takes the mark away sends the letter, both or neither: a colleague may press the button too.
      const sent = await this.database.transaction(async (tx) => {
        const mine = await affected(tx, TAKE_MARK, [id]);
        return mine === 1 && (await this.again(tx, id, staff)) === 'sent';
      });
      if (sent) again += 1;
    }
    const tried = Math.min(failed.length, MOST_AGAIN);
    return { again, dropped: tried - again, more: failed.length > tried };
  }

  /** Whom letters in bulk must not reach again: who has switched them off since, or has been blocked. */
  private async stillWants(tx: EntityManager, { kind, userId, data }: Letter): Promise<boolean> {
    const topic = topicOf(kind);
    // One about an emergency comes whatever is switched off: it names nobody who could.
    if (topic === undefined || data?.['userNo'] === undefined) return true;
    return userId !== null && (await this.preferences.wants(userId, topic));
  }
}
