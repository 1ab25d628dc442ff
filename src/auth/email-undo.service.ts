import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { differences } from '../audit/differences.js';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isTaken } from '../core/database-errors.js';
import { FormKeys } from '../core/form-keys.js';
import { affected, one, rowsOf } from '../core/query.js';
import { Random } from '../core/random.js';
import type { RequestContext } from '../core/request-context.js';
import { Secrets } from '../core/secrets.js';
import { CONFIG } from '../core/tokens.js';
import { MailService } from '../mail/mail.service.js';
import { dateTime } from '../text/russian.js';
import { fullName } from '../users/person-name.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { provenActor } from './actor.js';
import { CodesService } from './codes/codes.service.js';
import { makeLinkSecret } from './codes/one-time-code.js';
import { Eviction } from './eviction.service.js';
import { RecoveryService } from './recovery/recovery.service.js';

const LIFE_SECONDS = 72 * 3600;
const OPEN = 'closed_at IS NULL AND undo_until > $2';

/** A change of address that its link can still take back. */
export interface UndoableChange {
  readonly id: string;
  readonly user_id: string;
  readonly before_email: string;
  readonly changed_at: Date;
}

/** How taking a change back ended; taken: the old address has been confirmed by another resident meanwhile. */
type Undone = 'done' | 'taken' | 'late';

/**
 * Takes a change of address back, by a link in the letter to the old address. Whoever changed it knew the password or was
 * believed by the office: so the password is void as well, and a new one is set by letter to the address that has returned.
 */
@Injectable()
export class EmailUndoService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly recovery: RecoveryService,
    private readonly eviction: Eviction,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly secrets: Secrets,
    private readonly formKeys: FormKeys,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Keeps a change within the caller's transaction, and tells the old address; the resident as they were before it. */
  async tell(tx: EntityManager, before: User, email: string): Promise<void> {
    const link = makeLinkSecret(this.random.bytes);
    const now = this.clock.now();
    const until = secondsAfter(now, LIFE_SECONDS);
    await tx.query(
      `INSERT INTO email_changes (user_id, before_email, after_email, link_hmac, changed_at, undo_until)
       VALUES ($1, $2, $3, $4, $5, $6)`,
      [before.id, before.email, email, this.mac(link), now, until],
    );
    await this.send(tx, before, before.email, link, until);
  }

  /** Of an address whose mailbox strangers read: they may know the password, so it is void, and the new address sets one. */
  async tellForGood(tx: EntityManager, before: User, actor: Actor): Promise<void> {
    await this.users.voidPassword(tx, before.id);
    await this.recovery.sendCode(tx, await this.users.get(tx, before.id), actor, {});
    await this.mail.queue(tx, {
      ...{ kind: 'email-changed', to: before.email, name: fullName(before), userId: before.id },
      data: { login: before.login },
    });
  }

  /** Whether there is a change that the old address may still take back. */
  async mayUndo(tx: EntityManager, userId: string, email: string): Promise<boolean> {
    const sql = `SELECT 1 FROM email_changes WHERE user_id = $1 AND before_email = $3 AND ${OPEN} LIMIT 1`;
    return (await one(tx, sql, [userId, this.clock.now(), email])) !== undefined;
  }

  /** Former addresses that may still take a change back. */
  async formerAddresses(tx: EntityManager, userId: string): Promise<string[]> {
    const sql = `SELECT DISTINCT before_email AS email FROM email_changes WHERE user_id = $1 AND ${OPEN}`;
    const rows = await rowsOf<{ email: string }>(tx, sql, [userId, this.clock.now()]);
    return rows.map(({ email }) => email);
  }

  /** Writes to an old address once more, with a new link for the same time; false when there is nothing to take back any more. */
  async tellAgain(tx: EntityManager, user: User, email: string): Promise<boolean> {
    const link = makeLinkSecret(this.random.bytes);
    const [row] = await rowsOf<{ id: string; undo_until: Date }>(
      tx,
      `SELECT id, undo_until FROM email_changes WHERE user_id = $1 AND before_email = $3 AND ${OPEN}
       ORDER BY id DESC LIMIT 1 FOR UPDATE`,
      [user.id, this.clock.now(), email],
    );
    if (!row) return false;
    await tx.query('UPDATE email_changes SET link_hmac = $2 WHERE id = $1', [row.id, this.mac(link)]);
    await this.send(tx, user, email, link, row.undo_until);
    return true;
  }

  /** The change that a link takes back, while it can. */
  async find(link: string, tx: EntityManager = this.database.manager): Promise<UndoableChange | undefined> {
    return one<UndoableChange>(
      tx,
      `SELECT id, user_id, before_email, changed_at FROM email_changes WHERE link_hmac = $1 AND ${OPEN}`,
      [this.mac(link), this.clock.now()],
    );
  }

  /** Whether another resident has confirmed the old address meanwhile. */
  async isTaken({ before_email: email, user_id: userId }: UndoableChange): Promise<boolean> {
    const owner = await this.users.findByConfirmedEmail(this.database.manager, email);
    return owner !== null && owner.id !== userId;
  }

  /**
   * Brings the old address back, ends all sessions, codes and the password, and writes how to set a new one; the other half of
   * a double press hears that it is done.
   */
  async undo(link: string, context: RequestContext, formKey: string): Promise<Undone> {
    const form = { key: formKey, content: `email undo ${link}` };
    const isDone = (end: Undone): boolean => end === 'done';
    try {
      return await this.database.transaction(
        async (tx) =>
          (await this.formKeys.onceIn(tx, form, () => this.undoIn(tx, link, context), isDone)) ?? 'done',
      );
    } catch (error) {
      if (isTaken(error)) return 'taken';
      throw error;
    }
  }

  private async undoIn(tx: EntityManager, link: string, context: RequestContext): Promise<Undone> {
    const shown = await this.find(link, tx);
    if (!shown) return 'late';
    await this.codes.takeTurn(tx, shown.user_id);
    const before = await this.users.get(tx, shown.user_id);
    if (before.status !== 'active' || !(await this.close(tx, shown))) return 'late';
    await this.bringBack(tx, before, shown, context);
    return 'done';
  }

  /** Changes that came after it are void: their letters went to whoever had taken the address away. */
  private async close(tx: EntityManager, { id, user_id: userId }: UndoableChange): Promise<boolean> {
    const now = this.clock.now();
    const mine = await affected(tx, `UPDATE email_changes SET closed_at = $2 WHERE id = $1 AND ${OPEN}`, [
      ...[id, now],
    ]);
    await tx.query(
      'UPDATE email_changes SET closed_at = $3 WHERE user_id = $1 AND id > $2 AND closed_at IS NULL',
      [userId, id, now],
    );
    return mine === 1;
  }

  private async bringBack(
    tx: EntityManager,
    before: User,
    { before_email: email, changed_at: changedAt }: UndoableChange,
    context: RequestContext,
  ): Promise<void> {
    const { id } = before;
    const login = await this.users.changeEmail(tx, id, email);
    const after = { email, login };
    const details = { changed: differences(before, after, ['email', 'login']) };
    const actor = provenActor(before, context);
    await this.audit.record(tx, actor, 'user.email-restored', { kind: 'user', id }, details);
    const name = fullName(before);
    await this.mail.queue(tx, { kind: 'email-restored', to: before.email, name, userId: id, data: {} });
    await this.eviction.from(tx, id, changedAt, actor);
  }

  private async send(tx: EntityManager, user: User, to: string, undo: string, until: Date): Promise<void> {
    await this.mail.queue(tx, {
      ...{ kind: 'email-changed', to, name: fullName(user), userId: user.id, notAfter: until },
      data: { login: user.login, undo, until: dateTime(until, this.config.timeZone) },
    });
  }

  private mac(link: string): Buffer {
    return this.secrets.mac('link email-undo', link);
  }
}
