import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { CodesService } from '../../auth/codes/codes.service.js';
import { SessionsService } from '../../auth/sessions/sessions.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { DAY } from '../../core/limits.js';
import { CONFIG } from '../../core/tokens.js';
import type { LetterKind } from '../../mail/letters.js';
import { MailService } from '../../mail/mail.service.js';
import { date, dateTime } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import { GRACE_DAYS, keepLogin, markRemoval, noteWarned } from '../../users/removal.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';

/** The way out: a login that is to be removed, kept after all, warned of. */
@Injectable()
export class Removals {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly sessions: SessionsService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Marks a resident's login to be removed and signs them out everywhere; of two requests the second does nothing. Gives the day. */
  async ask(userId: string, actor: Actor): Promise<string> {
    return this.database.transaction(async (tx) => {
      await this.codes.takeTurn(tx, userId);
      const askedAt = this.clock.now();
      const dueAt = secondsAfter(askedAt, GRACE_DAYS * DAY);
      if (await markRemoval(tx, userId, { askedAt, dueAt })) {
        await this.codes.supersede(tx, userId, ['confirm', 'recover', 'email', 'slip']);
        await this.sessions.endAll(tx, userId);
        const user = await this.users.get(tx, userId);
        await this.write(tx, 'removal-asked', user);
        await this.audit.record(
          tx,
          actor,
          'user.removal-asked',
          { kind: 'user', id: userId },
          { due: dueAt },
        );
      }
      const { removalDueAt } = await this.users.get(tx, userId);
      return date(removalDueAt ?? dueAt, this.config.timeZone);
    });
  }

  /** Keeps the login; false where it is not to be removed, or is gone already. */
  async keep(userId: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.codes.takeTurn(tx, userId);
      if (!(await keepLogin(tx, userId))) return false;
      await this.write(tx, 'removal-cancelled', await this.users.get(tx, userId));
      await this.audit.record(tx, actor, 'user.removal-cancelled', { kind: 'user', id: userId });
      return true;
    });
  }

  /** Writes on the last day; false where that was done, or the login is kept after all. */
  async warn(userId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.codes.takeTurn(tx, userId);
      if (!(await noteWarned(tx, userId, this.clock.now()))) return false;
      await this.write(tx, 'removal-tomorrow', await this.users.get(tx, userId));
      return true;
    });
  }

  private async write(tx: EntityManager, kind: LetterKind, user: User): Promise<void> {
    const { id: userId, email: to, login, removalDueAt: due, status, passwordHash } = user;
    const { timeZone } = this.config;
    await this.mail.queue(tx, {
      ...{ kind, to, name: fullName(user), userId },
      data: {
        ...{ login, blocked: status === 'blocked', hasPassword: passwordHash !== null },
        ...(due && { day: date(due, timeZone), moment: dateTime(due, timeZone) }),
      },
    });
  }
}
