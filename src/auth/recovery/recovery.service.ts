import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { MailService } from '../../mail/mail.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { duration } from '../../text/russian.js';
import { Throttle } from '../../core/throttle.js';
import { CONFIG } from '../../core/tokens.js';
import { emailKey, mailboxKey } from '../../users/email-address.js';
import { fullName } from '../../users/person-name.js';
import { asTyped } from '../../users/as-typed.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import type { RequestContext } from '../../core/request-context.js';
import { provenActor } from '../actor.js';
import { CodesService, type ShownCode } from '../codes/codes.service.js';
import { PasswordChangeService } from '../passwords/password-change.service.js';
import { PasswordRules, personOf } from '../passwords/password-rules.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { IdentitiesService } from '../providers/identities.service.js';
import { linkedWords, type LinkedWords } from '../providers/linked-words.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { one } from '../../core/query.js';
import { DAY, HOUR, limit } from '../../core/limits.js';

/** Each of these rotates the control string and sends a letter; past them one goes out only when none is good any more. */
const RECOVERY_LOGIN_HOUR = limit('recovery: login, hour', 5, HOUR);
const RECOVERY_LOGIN_DAY = limit('recovery: login, day', 10, DAY);

/** Of those who wait with a login, the one who was sent a control string that is still good. */
const HOLDER = `SELECT u.id FROM users u JOIN auth_codes c ON c.user_id = u.id AND c.purpose = 'recover'
    AND c.used_at IS NULL AND c.superseded_at IS NULL AND c.expires_at > $2
  WHERE u.login_key = $1 AND u.status = 'pending' ORDER BY c.created_at DESC LIMIT 1`;

/** What is wrong with a new password, in words. */
interface WeakPassword {
  readonly problem: string;
}

/** Forgotten passwords: a control string by letter, then a new password. */
@Injectable()
export class RecoveryService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly passwords: PasswordsService,
    private readonly rules: PasswordRules,
    private readonly passwordChange: PasswordChangeService,
    private readonly signIn: SignInService,
    private readonly identities: IdentitiesService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** Sends a control string to whom the login or the address means; tells nobody whether there is one. */
  async ask(login: string, email: string, actor: Actor): Promise<void> {
    const user = await this.find(login, email);
    if (user && user.status !== 'blocked') {
      await this.askFor(user, actor);
    }
  }

  /** The same for a resident who is known already. */
  async askFor(user: User, actor: Actor): Promise<void> {
    const often = await this.askedTooOften(user);
    await this.database.transaction(async (tx) => {
      // Strangers who ask for somebody use up the limit; it must not keep the owner without any string.
      if (!often || !(await this.codes.hasLiving(tx, user.id, 'recover'))) {
        await this.sendCode(tx, user, actor);
      }
    });
  }

  /** Makes a control string and its letter within the caller's transaction; `ended`: the password before is void already, and perhaps a removal is. */
  async sendCode(tx: EntityManager, user: User, actor: Actor, ended?: { kept?: boolean }): Promise<void> {
    const minutes = this.config.recoveryMinutes;
    const code = await this.codes.issue(tx, 'recover', user, minutes * 60);
    await this.mail.queue(tx, {
      kind: 'recovery',
      to: user.email,
      name: fullName(user),
      userId: user.id,
      authCodeId: code.id,
      notAfter: code.expiresAt,
      data: {
        login: asTyped(user.login, user.email),
        loginParam: encodeURIComponent(user.login),
        fullName: asTyped(fullName(user)),
        code: code.code,
        link: code.link,
        linked: linkedWords(await this.identities.linked(tx, user.id)),
        life: duration(minutes * 60),
        ended: ended !== undefined,
        kept: ended?.kept,
      },
    });
    await this.audit.record(tx, actor, 'user.recovery-asked', { kind: 'user', id: user.id });
  }

  /** Sets the new password if the control string is right; ends all sessions. Gives the resident, or why it could not. */
  async change(
    login: string,
    shown: ShownCode,
    password: string,
    context: RequestContext,
    removeProfiles: boolean,
  ): Promise<User | 'wrong' | 'same' | WeakPassword> {
    const user = await this.meant(login);
    const usable = user !== null && user.status !== 'blocked';
    const code = await this.codes.check(usable ? user.id : undefined, 'recover', shown);
    const passwordHash = await this.passwords.hash(password);
    if (!usable || code.state !== 'valid') {
      return 'wrong';
    }
    // Only now it is told whose name and address the password must not be.
    const problem = this.rules.problem(password, personOf(user));
    if (problem !== null) {
      return { problem };
    }
    // Somebody may know the old one: that is why people recover.
    if (await this.passwords.matches(password, user.passwordHash)) {
      return 'same';
    }
    const done = await this.spend(user, code, passwordHash, context, removeProfiles);
    if (done) {
      await this.signIn.forgive(user);
    }
    return done ? this.users.get(this.database.manager, user.id) : 'wrong';
  }

  /** Which profiles open this cabinet, told only to who shows the letter's link; undefined when none does. */
  async linkedProfiles(login: string, shown: ShownCode): Promise<LinkedWords | undefined> {
    const user = shown.link ? await this.meant(login) : null;
    if (!user) return undefined;
    const { state } = await this.codes.check(user.id, 'recover', shown);
    if (state !== 'valid') return undefined;
    return linkedWords(await this.identities.linked(this.database.manager, user.id));
  }

  /** Whether the link of a letter can still change a password. */
  async isGoodLink(login: string, shown: ShownCode): Promise<boolean> {
    const user = await this.meant(login);
    return user !== null && (await this.codes.check(user.id, 'recover', shown)).state === 'valid';
  }

  private async spend(
    user: User,
    code: { id: string; email: string },
    hash: string,
    context: RequestContext,
    removeProfiles: boolean,
  ): Promise<boolean> {
    try {
      return await this.database.transaction(async (tx) => {
        await this.codes.takeTurn(tx, user.id);
        if (!(await this.codes.spend(tx, code.id))) {
          return false;
        }
        // The letter has reached the mailbox, so the address is confirmed as well.
        const pending = user.status === 'pending';
        if (pending && emailKey(code.email) === user.emailKey) {
          await this.users.confirm(tx, user.id);
        }
        const actor = provenActor(user, context);
        // Whoever registered with a profile and a stranger's address has not proven that the two belong together.
        return this.passwordChange.change(tx, user, hash, actor, removeProfiles || pending);
      });
    } catch (error) {
      if (isTaken(error)) {
        return false;
      }
      throw error;
    }
  }

  /** By login also a resident who waits for confirmation; by address only its confirmed owner. Both must agree. */
  private async find(login: string, email: string): Promise<User | null> {
    const byLogin = login === '' ? null : await this.meant(login);
    const byEmail = email === '' ? null : await this.users.findByConfirmedEmail(this.database.manager, email);
    if (login === '') {
      return byEmail;
    }
    return email === '' || byLogin?.emailKey === emailKey(email) ? byLogin : null;
  }

  /**
   * Whom a login means. Of several who wait with the same address as their login it is the one whose string is still good,
   * so that a stranger who registers meanwhile makes no letter worthless; else the one who came last.
   */
  private async meant(login: string): Promise<User | null> {
    const user = await this.users.findBySignInName(login);
    if (user?.status !== 'pending') {
      return user;
    }
    const holder = await one<{ id: string }>(this.database, HOLDER, [user.loginKey, this.clock.now()]);
    return holder ? this.users.get(this.database.manager, holder.id) : user;
  }

  /** Those who wait are counted by their address: registering once more must not give more letters to it. */
  private async askedTooOften({ id, status, emailKey: address }: User): Promise<boolean> {
    const whose = status === 'pending' ? mailboxKey(address) : id;
    return (await this.throttle.take([RECOVERY_LOGIN_HOUR, whose], [RECOVERY_LOGIN_DAY, whose])) > 0;
  }
}
