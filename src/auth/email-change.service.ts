import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { differences } from '../audit/differences.js';
import { EmailUndoService } from './email-undo.service.js';
import { MailService } from '../mail/mail.service.js';
import { isTaken } from '../core/database-errors.js';
import { Throttle } from '../core/throttle.js';
import { asTyped } from '../users/as-typed.js';
import { fullName } from '../users/person-name.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import type { RequestContext } from '../core/request-context.js';
import { provenActor } from './actor.js';
import { duration } from '../text/russian.js';
import { CodesService, type ShownCode } from './codes/codes.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { HOUR, limit } from '../core/limits.js';

/** To a new address, asked for by a resident who is signed in. */
const LETTERS_OF_A_CHANGE_RESIDENT = limit('letters of a change: resident', 5, HOUR);

const LIFE_SECONDS = 24 * 3600;

/** The login, where it was the old address and has become the new one. */
export interface EmailChanged {
  readonly newLogin: string | undefined;
}

/** Changes the address of a resident, once the new one has proven to be theirs. */
@Injectable()
export class EmailChangeService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly undo: EmailUndoService,
    private readonly sessions: SessionsService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly throttle: Throttle,
  ) {}

  /**
   * Asks the new address by letter. Gives the seconds to wait when this resident has asked too often: the earlier letter
   * stays good, and no other is sent.
   */
  async ask(user: User, email: string, actor: Actor): Promise<number> {
    const wait = await this.throttle.take([LETTERS_OF_A_CHANGE_RESIDENT, user.id]);
    if (wait > 0) {
      return wait;
    }
    await this.database.transaction(async (tx) => {
      await this.audit.record(tx, actor, 'user.email-change-asked', { kind: 'user', id: user.id }, { email });
      await this.sendCode(tx, user, email, { byOffice: false, forGood: false });
    });
    return 0;
  }

  /**
   * Asks the new address for the office, within the caller's transaction. A change for good, where strangers read the
   * former mailbox, cannot be taken back from there.
   */
  async askByOffice(
    tx: EntityManager,
    user: User,
    { email, forGood, ground }: { email: string; forGood: boolean; ground: string },
    actor: Actor,
  ): Promise<void> {
    const details = { email, ground: forGood ? `${ground}, прежний ящик в чужих руках` : ground };
    await this.audit.record(tx, actor, 'user.email-change-asked', { kind: 'user', id: user.id }, details);
    await this.sendCode(tx, user, email, { byOffice: true, forGood });
  }

  /** Takes back for the office what nobody has confirmed yet: the link in the letter is void. False where nothing waits. */
  async dropByOffice(userId: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [email] = await this.codes.supersede(tx, userId, ['email']);
      if (email === undefined) return false;
      await this.audit.record(
        tx,
        actor,
        'user.email-change-dropped',
        { kind: 'user', id: userId },
        { email },
      );
      return true;
    });
  }

  /** Writes to the new address within the caller's transaction; when it belongs to somebody else, that owner is told instead. */
  async sendCode(
    tx: EntityManager,
    user: User,
    email: string,
    asked: { byOffice?: boolean; forGood?: boolean } = {},
  ): Promise<void> {
    const code = await this.codes.issue(tx, 'email', { id: user.id, email }, LIFE_SECONDS, asked);
    const owner = await this.users.findByConfirmedEmail(tx, email);
    if (owner && owner.id !== user.id) {
      const data = { login: owner.login };
      await this.mail.queue(tx, { kind: 'already-registered', to: owner.email, userId: owner.id, data });
      return;
    }
    await this.mail.queue(tx, {
      kind: 'email-change',
      to: email,
      name: fullName(user),
      userId: user.id,
      authCodeId: code.id,
      notAfter: code.expiresAt,
      data: {
        userNo: user.publicNo,
        login: asTyped(user.login, email),
        code: code.code,
        link: code.link,
        life: duration(LIFE_SECONDS),
      },
    });
  }

  /** Whether a link of a letter still changes something. */
  async isGoodLink(publicNo: string, shown: ShownCode): Promise<boolean> {
    const user = await this.users.findByPublicNo(publicNo);
    return user?.status === 'active' && (await this.codes.check(user.id, 'email', shown)).state === 'valid';
  }

  /** Makes the new address the resident's, and gives the login that has followed it; false when the code is not right any more. */
  async confirm(publicNo: string, shown: ShownCode, context: RequestContext): Promise<EmailChanged | false> {
    const user = await this.users.findByPublicNo(publicNo);
    const usable = user?.status === 'active';
    const code = await this.codes.check(usable ? user.id : undefined, 'email', shown);
    if (!usable || code.state !== 'valid') {
      return false;
    }
    try {
      return await this.database.transaction(async (tx) => {
        await this.codes.takeTurn(tx, user.id);
        if (!(await this.codes.spend(tx, code.id))) {
          return false;
        }
        const before = await this.users.get(tx, user.id);
        const login = await this.users.changeEmail(tx, user.id, code.email);
        const newLogin = login === before.login ? undefined : login;
        // A control string that went to the old address must not open the account any more.
        await this.codes.supersede(tx, user.id, ['recover']);
        // Whoever is signed in need not be who came to the office.
        if (code.byOffice) await this.sessions.endAll(tx, user.id);
        const after = { email: code.email, login };
        const details = { changed: differences(before, after, ['email', 'login']) };
        const actor = provenActor(user, context);
        await this.audit.record(tx, actor, 'user.email-changed', { kind: 'user', id: user.id }, details);
        await (code.forGood
          ? this.undo.tellForGood(tx, before, actor)
          : this.undo.tell(tx, before, code.email));
        return { newLogin };
      });
    } catch (error) {
      // Somebody else has the address, or has just taken it as a login.
      if (isTaken(error)) {
        return false;
      }
      throw error;
    }
  }
}
