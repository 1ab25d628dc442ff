import { InjectRepository } from '@nestjs/typeorm';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type Repository } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { MailService } from '../../mail/mail.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { date } from '../../text/russian.js';
import { CONFIG } from '../../core/tokens.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { Identity } from './identity.entity.js';
import { affected } from '../../core/query.js';

const PROVIDER = 'vk';

/** Which VK profile opens whose cabinet. Only the number of the profile counts; nobody is ever found by E-mail. */
@Injectable()
export class IdentitiesService {
  constructor(
    private readonly database: DataSource,
    @InjectRepository(Identity) private readonly identities: Repository<Identity>,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly sessions: SessionsService,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whose profile it is. */
  async find(subject: string): Promise<User | null> {
    const identity = await this.identities.findOneBy({ provider: PROVIDER, subject });
    return identity && this.users.get(this.database.manager, identity.userId);
  }

  /** True when the resident may sign in with VK ID. */
  async isLinked(userId: string): Promise<boolean> {
    return this.identities.existsBy({ provider: PROVIDER, userId });
  }

  /** Since when the resident may sign in with VK ID, in words: «5 ноября 2026». */
  async linkedSince(tx: EntityManager, userId: string): Promise<string | undefined> {
    const identity = await tx.findOneBy(Identity, { provider: PROVIDER, userId });
    return identity ? date(identity.createdAt, this.config.timeZone) : undefined;
  }

  /**
   * Takes a profile away from a resident who has a password, within the caller's transaction, and ends what it may have
   * opened: all sessions but the one where this is done. Tells the resident by letter; false when there was nothing to take.
   */
  async remove(tx: EntityManager, userId: string, actor: Actor, keepSession?: string): Promise<boolean> {
    const count = await affected(tx, UNLINK, [PROVIDER, userId]);
    if (count === 1) {
      await this.sessions.endAll(tx, userId, keepSession);
      await this.audit.record(tx, actor, 'user.vk-unlinked', { kind: 'user', id: userId });
      await this.tell(tx, userId, 'vk-unlinked');
    }
    return count === 1;
  }

  /** Takes away the profile that was linked after a moment, within the caller's transaction. */
  async removeSince(tx: EntityManager, userId: string, since: Date): Promise<void> {
    await tx.query('DELETE FROM identities WHERE user_id = $1 AND created_at > $2', [userId, since]);
  }

  /** Makes a profile a way in, within the caller's transaction. Fails when the profile is somebody's already. */
  async attach(tx: EntityManager, userId: string, subject: string, actor: Actor): Promise<void> {
    await tx.insert(Identity, { provider: PROVIDER, subject, userId, createdAt: this.clock.now() });
    await this.audit.record(tx, actor, 'user.vk-linked', { kind: 'user', id: userId });
  }

  /** Links a profile to a resident who is signed in, and tells them by letter. */
  async link(userId: string, subject: string, actor: Actor): Promise<'linked' | 'already' | 'taken'> {
    try {
      await this.database.transaction(async (tx) => {
        await tx.query(FREE_UNCONFIRMED, [PROVIDER, subject]);
        await this.attach(tx, userId, subject, actor);
        await this.tell(tx, userId, 'vk-linked');
      });
      return 'linked';
    } catch (error) {
      if (isTaken(error, 'identities_one_each')) {
        return 'already';
      }
      if (isTaken(error, 'identities_subject')) {
        return (await this.find(subject))?.id === userId ? 'already' : 'taken';
      }
      throw error;
    }
  }

  /** Unlinks; false when there is nothing to unlink, or when no other way in would be left. */
  async unlink(userId: string, actor: Actor, keepSession: string): Promise<boolean> {
    return this.database.transaction((tx) => this.remove(tx, userId, actor, keepSession));
  }

  private async tell(tx: EntityManager, userId: string, kind: 'vk-linked' | 'vk-unlinked'): Promise<void> {
    const user = await this.users.get(tx, userId);
    await this.mail.queue(tx, {
      kind,
      to: user.email,
      name: fullName(user),
      userId,
      data: { login: user.login },
    });
  }
}

/** A registration that was never confirmed keeps no profile from its owner. */
const FREE_UNCONFIRMED = `DELETE FROM identities i USING users u
  WHERE i.provider = $1 AND i.subject = $2 AND u.id = i.user_id AND u.status = 'pending'`;

const UNLINK = `DELETE FROM identities i USING users u
  WHERE i.provider = $1 AND i.user_id = $2 AND u.id = i.user_id AND u.password_hash IS NOT NULL`;
