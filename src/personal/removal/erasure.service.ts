import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AccountLinksService } from '../../accounts/account-links.service.js';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Nameless } from '../../audit/nameless.service.js';
import { CodesService } from '../../auth/codes/codes.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { affected } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { date } from '../../text/russian.js';
import { fullName } from '../../users/person-name.js';
import { eraseLogin } from '../../users/removal.js';
import { UsersService } from '../../users/users.service.js';
import { PERSONAL_DATA } from '../held.js';

const SYSTEM: Actor = { kind: 'system' };

/** Why data are destroyed, in the words of the act. */
const REASON = 'Субъект персональных данных отозвал согласие на их обработку, срок уничтожения наступил';

/** What was destroyed, and of how many records. */
export interface Destroyed {
  readonly what: string;
  readonly rows: number;
}

/**
 * Removes a login whose days of grace are over. All of it is one transaction: a process that is killed leaves it to the next
 * hour, and of two instances the second finds nothing to do.
 */
@Injectable()
export class Erasure {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly links: AccountLinksService,
    private readonly nameless: Nameless,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** False where there was nothing to do any more. */
  async erase(userId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.codes.takeTurn(tx, userId);
      const now = this.clock.now();
      const user = await this.users.get(tx, userId);
      const { removalDueAt: due, removalAskedAt: asked } = user;
      if (!due || !asked || due > now) return false;
      const ended = await this.links.endAll(tx, userId, SYSTEM);
      const destroyed = [{ what: 'имя, логин, E-mail, телефон, пароль', rows: 1 }];
      for (const { what, sql } of PERSONAL_DATA.flatMap((data) => data.destroyed)) {
        destroyed.push({ what, rows: await affected(tx, sql, [userId]) });
      }
      await eraseLogin(tx, userId, now);
      destroyed.push({
        what: 'имя, адрес сети и сказанное в журнале событий',
        rows: await this.nameless.forget(tx, userId),
      });
      await this.keepAct(tx, { userId, subject: fullName(user), asked, now, destroyed, ended });
      // to an address that nothing else knows any more
      await this.mail.queue(tx, {
        ...{ kind: 'removal-done', to: user.email, name: fullName(user) },
        data: { login: user.login, day: date(asked, this.config.timeZone) },
      });
      return true;
    });
  }

  private async keepAct(
    tx: EntityManager,
    act: {
      userId: string;
      subject: string;
      asked: Date;
      now: Date;
      destroyed: readonly Destroyed[];
      ended: number;
    },
  ): Promise<void> {
    const destroyed = act.destroyed.filter(({ rows }) => rows > 0);
    const about = { kind: 'user', id: act.userId } as const;
    const details = { destroyed, links: act.ended, reason: REASON };
    const event = await this.audit.recordAs(tx, SYSTEM, 'user.erased', about, details);
    await tx.query(
      `INSERT INTO destruction_acts (user_id, subject, asked_at, destroyed_at, reason, destroyed, event_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7)`,
      [act.userId, act.subject, act.asked, act.now, REASON, JSON.stringify(destroyed), event],
    );
  }
}
