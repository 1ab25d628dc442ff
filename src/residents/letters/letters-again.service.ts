import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { CodesService } from '../../auth/codes/codes.service.js';
import { EmailChangeService } from '../../auth/email-change.service.js';
import { EmailUndoService } from '../../auth/email-undo.service.js';
import { RecoveryService } from '../../auth/recovery/recovery.service.js';
import { RegistrationService } from '../../auth/registration/registration.service.js';
import { FormKeys } from '../../core/form-keys.js';
import { affected, one, rowsOf } from '../../core/query.js';
import { Letter } from '../../mail/letter.entity.js';
import { type LetterKind, LETTERS, topicOf } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { NotificationPreferences } from '../../notifications/notification-preferences.service.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import type { NotAgain } from './not-again.js';

/** So many are sent again at once, within the time of a request. */
const MOST_AGAIN = 300;
const FAILED_BY_US = `SELECT id FROM letters WHERE failed_at IS NOT NULL AND sent_at IS NULL AND fault = 'server'
  ORDER BY failed_at LIMIT ${MOST_AGAIN + 1}`;
const TAKE_MARK = `UPDATE letters SET fault = NULL
  WHERE id = $1 AND failed_at IS NOT NULL AND sent_at IS NULL AND fault = 'server'`;
/** A later letter of the kind about the same account, or about the same request. */
const NEWER = `SELECT 1 FROM letters n JOIN letters m ON m.id = $1
  WHERE n.user_id = m.user_id AND n.kind = m.kind AND n.created_at > m.created_at
    AND coalesce(left(n.about, 36), n.data->>'request') = coalesce(left(m.about, 36), m.data->>'request') LIMIT 1`;

/** What each of these says is true until the next one says otherwise. */
const STANDINGS: readonly LetterKind[] = ['receipt', 'verification-reminder', 'request-news'];
/** What these tell of was so at that hour alone. */
const OF_THE_HOUR: readonly LetterKind[] = ['appeals-due', 'mailbox-trouble', 'already-registered'];
/** These go to an address that need not be that of the login. */
const ELSEWHERE: readonly LetterKind[] = [
  ...(['email-change', 'email-changed', 'email-restored', 'already-registered', 'feedback-answer'] as const),
  ...(['appeal-registered', 'appeal-answer', 'appeal-dismissed'] as const),
];

/** Sends letters once more, or knows why that makes no sense. One with a code is made anew, with a code that nobody here sees. */
@Injectable()
export class LettersAgain {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly preferences: NotificationPreferences,
    private readonly codes: CodesService,
    private readonly registration: RegistrationService,
    private readonly recovery: RecoveryService,
    private readonly emailChange: EmailChangeService,
    private readonly emailUndo: EmailUndoService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly formKeys: FormKeys,
  ) {}

  /** What stands against it; undefined where nothing does. */
  async obstacle(letter: Letter, tx: EntityManager = this.database.manager): Promise<NotAgain | undefined> {
    const { kind, sentAt, failedAt, cancelledAt, lastError, recipient } = letter;
    // The receiver of an old letter is known no more.
    if (recipient === '') return 'forgotten';
    if (sentAt === null && cancelledAt !== null) return 'cancelled';
    if (sentAt === null && failedAt === null && lastError === null) return 'waits';
    const user = letter.userId === null ? undefined : await this.users.get(tx, letter.userId);
    if (user?.status === 'blocked') return 'blocked';
    if (!(await this.stillWants(letter))) return 'unwanted';
    if (LETTERS[kind].secret !== false) return this.obstacleOfSecret(tx, letter, user);
    if (letter.data === null) return 'erased';
    if (user && user.email !== recipient && !ELSEWHERE.includes(kind)) return 'moved';
    if (OF_THE_HOUR.includes(kind) || !(await this.mail.isWanted(letter))) return 'over';
    const isStanding = STANDINGS.includes(kind);
    return isStanding && (await one(tx, NEWER, [letter.id])) !== undefined ? 'newer' : undefined;
  }

  /** Sends it, or tells what stands against it; of several at once one sends it, and the others hear that it is on its way. */
  async send(letterId: string, staff: Actor, formKey = ''): Promise<'sent' | NotAgain> {
    const form = { key: formKey, content: `letter ${letterId}` };
    const isSent = (end: 'sent' | NotAgain): boolean => end === 'sent';
    return this.database.transaction(
      async (tx) =>
        (await this.formKeys.onceIn(tx, form, () => this.sendIn(tx, letterId, staff), isSent)) ?? 'sent',
    );
  }

  /** Sends again what was given up because of the portal's own mail settings, the oldest first, each once. */
  async sendFailed(staff: Actor): Promise<{ again: number; dropped: number; more: boolean }> {
    const failed = await rowsOf<{ id: string }>(this.database, FAILED_BY_US);
    let again = 0;
    for (const { id } of failed.slice(0, MOST_AGAIN)) {
      // Whoever takes the mark away sends the letter, both or neither: a colleague may press the button too.
      const sent = await this.database.transaction(async (tx) => {
        const mine = await affected(tx, TAKE_MARK, [id]);
        return mine === 1 && (await this.sendIn(tx, id, staff)) === 'sent';
      });
      if (sent) again += 1;
    }
    const tried = Math.min(failed.length, MOST_AGAIN);
    return { again, dropped: tried - again, more: failed.length > tried };
  }

  private async sendIn(tx: EntityManager, letterId: string, staff: Actor): Promise<'sent' | NotAgain> {
    const letter = await tx.findOneOrFail(Letter, {
      where: { id: letterId },
      lock: { mode: 'pessimistic_write' },
    });
    const obstacle = await this.obstacle(letter, tx);
    if (obstacle) return obstacle;
    await this.audit.record(tx, staff, 'letter.again', { kind: 'letter', id: letter.id });
    if (LETTERS[letter.kind].secret !== false) {
      const user = await this.users.get(tx, letter.userId!);
      await this.makeAnew(tx, user, letter, staff);
    } else {
      await this.mail.again(tx, letter.id);
    }
    return 'sent';
  }

  private async obstacleOfSecret(
    tx: EntityManager,
    { kind, authCodeId, userId, recipient }: Letter,
    user: User | undefined,
  ): Promise<NotAgain | undefined> {
    if (!user || userId === null) return 'once';
    if (kind === 'email-changed') {
      return (await this.emailUndo.mayUndo(tx, userId, recipient)) ? undefined : 'used';
    }
    if (!['confirmation', 'email-change', 'recovery'].includes(kind)) return 'once';
    if ((kind === 'confirmation') !== (user.status === 'pending')) return 'used';
    // A code that was used or replaced stays so: else a change of e-mail that the owner has undone would come back.
    return (await this.codes.isCurrent(tx, authCodeId)) ? undefined : 'used';
  }

  private async makeAnew(tx: EntityManager, user: User, letter: Letter, staff: Actor): Promise<void> {
    if (letter.kind === 'confirmation') {
      await this.registration.sendCode(tx, user, true);
    } else if (letter.kind === 'email-change') {
      await this.emailChange.sendCode(tx, user, letter.recipient);
    } else if (letter.kind === 'email-changed') {
      await this.emailUndo.tellAgain(tx, user, letter.recipient);
    } else {
      await this.recovery.sendCode(tx, user, staff);
    }
  }

  /** Whom letters in bulk must not reach again: who has switched them off since. */
  private async stillWants({ kind, userId, data }: Letter): Promise<boolean> {
    const topic = topicOf(kind);
    // One about an emergency comes whatever is switched off: it names nobody who could.
    if (topic === undefined || data?.['userNo'] === undefined) return true;
    return userId !== null && (await this.preferences.wants(userId, topic));
  }
}
