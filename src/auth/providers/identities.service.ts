import { InjectRepository } from '@nestjs/typeorm';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, type Repository } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { MailService } from '../../mail/mail.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { rowsOf } from '../../core/query.js';
import { date } from '../../text/russian.js';
import { CONFIG } from '../../core/tokens.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { Identity } from './identity.entity.js';
import type { ProviderId } from './provider.js';
import { Providers } from './providers.js';

/** A profile somewhere: which provider, and who it is there. Nothing else ever says whose it is. */
export interface ProvenProfile {
  readonly provider: ProviderId;
  readonly subject: string;
}

/** A profile that opens a cabinet, in words. */
export interface LinkedProfile {
  readonly id: ProviderId;
  readonly name: string;
  /** In a sentence of a page, and in one of a letter. */
  readonly said: string;
  readonly plain: string;
  /** «5 ноября 2026» */
  readonly since: string;
}

/** Which profile opens whose cabinet. Only provider and subject count; nobody is ever found by E-mail. */
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
    private readonly providers: Providers,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Whose profile it is. */
  async find({ provider, subject }: ProvenProfile): Promise<User | null> {
    const identity = await this.identities.findOneBy({ provider, subject });
    return identity && this.users.get(this.database.manager, identity.userId);
  }

  /** Whether a profile opens anybody's cabinet, or is to. */
  isKnown(tx: EntityManager, { provider, subject }: ProvenProfile): Promise<boolean> {
    return tx.existsBy(Identity, { provider, subject });
  }

  /** The registration that waits with a profile alone; undefined where it was confirmed, or is gone. */
  async waiting(
    tx: EntityManager,
    { provider, subject }: ProvenProfile,
    userId: string,
  ): Promise<User | undefined> {
    const linked = await tx.existsBy(Identity, { provider, subject, userId });
    return linked ? this.users.waiting(tx, userId) : undefined;
  }

  /** The profiles that open a resident's cabinet, the oldest first; or those of them whose provider is switched on. */
  async linked(
    tx: EntityManager,
    userId: string,
    which: 'all' | 'offered' = 'all',
  ): Promise<LinkedProfile[]> {
    const found = await tx.find(Identity, {
      where: { userId },
      order: { createdAt: 'ASC', provider: 'ASC' },
    });
    const shown = found.filter(({ provider }) => which === 'all' || this.providers.get(provider).on);
    return shown.map(({ provider, createdAt }) => {
      const { id, name, said } = this.providers.get(provider);
      const since = date(createdAt, this.config.timeZone);
      return { id, name, said, plain: said.replaceAll('\u00A0', ' '), since };
    });
  }

  /**
   * Takes profiles away from a resident who has a password, all or those of one provider, within the caller's transaction,
   * and ends what they may have opened: all sessions but the one where this is done. Tells the resident by letter; false
   * when there was nothing to take.
   */
  async remove(
    tx: EntityManager,
    userId: string,
    actor: Actor,
    only: { provider?: ProviderId; keepSession?: string } = {},
  ): Promise<boolean> {
    // Whoever takes the password away meanwhile waits, or has done so: the last way in stays.
    const [able] = await rowsOf(tx, HOLD_PASSWORD, [userId]);
    const gone = able
      ? await rowsOf<{ provider: ProviderId }>(tx, UNLINK, [userId, only.provider ?? null])
      : [];
    if (gone.length > 0) {
      await this.sessions.endAll(tx, userId, only.keepSession);
    }
    for (const { provider } of gone) {
      await this.tell(tx, userId, 'profile-unlinked', provider, actor);
    }
    return gone.length > 0;
  }

  /** Takes away what was linked after a moment, within the caller's transaction. */
  async removeSince(tx: EntityManager, userId: string, since: Date): Promise<void> {
    await tx.query('DELETE FROM identities WHERE user_id = $1 AND created_at > $2', [userId, since]);
  }

  /** Makes a profile a way in, within the caller's transaction. Fails when the profile is somebody's already. */
  async attach(tx: EntityManager, userId: string, profile: ProvenProfile, actor: Actor): Promise<void> {
    const { provider, subject } = profile;
    await tx.insert(Identity, { provider, subject, userId, createdAt: this.clock.now() });
    await this.record(tx, userId, 'user.profile-linked', provider, actor);
  }

  /** Links a profile to a resident who is signed in, and tells them by letter. */
  async link(userId: string, profile: ProvenProfile, actor: Actor): Promise<'linked' | 'already' | 'taken'> {
    const { provider, subject } = profile;
    try {
      await this.database.transaction(async (tx) => {
        await tx.query(FREE_UNCONFIRMED, [provider, subject]);
        await tx.insert(Identity, { provider, subject, userId, createdAt: this.clock.now() });
        await this.tell(tx, userId, 'profile-linked', provider, actor);
      });
      return 'linked';
    } catch (error) {
      if (isTaken(error, 'identities_one_each')) {
        return 'already';
      }
      if (isTaken(error, 'identities_subject')) {
        return (await this.find(profile))?.id === userId ? 'already' : 'taken';
      }
      throw error;
    }
  }

  /** Unlinks; false when there is nothing to unlink, or when no other way in would be left. */
  async unlink(userId: string, provider: ProviderId, actor: Actor, keepSession: string): Promise<boolean> {
    return this.database.transaction((tx) => this.remove(tx, userId, actor, { provider, keepSession }));
  }

  private async tell(
    tx: EntityManager,
    userId: string,
    kind: 'profile-linked' | 'profile-unlinked',
    provider: ProviderId,
    actor: Actor,
  ): Promise<void> {
    const said = await this.record(tx, userId, `user.${kind}`, provider, actor);
    const user = await this.users.get(tx, userId);
    await this.mail.queue(tx, {
      ...{ kind, to: user.email, name: fullName(user), userId, subjectEnd: ` ${said}` },
      data: { login: user.login, said },
    });
  }

  private async record(
    tx: EntityManager,
    userId: string,
    action: 'user.profile-linked' | 'user.profile-unlinked',
    provider: ProviderId,
    actor: Actor,
  ): Promise<string> {
    const said = this.providers.get(provider).said.replaceAll('\u00A0', ' ');
    await this.audit.record(tx, actor, action, { kind: 'user', id: userId }, { provider: said });
    return said;
  }
}

/** A registration that was never confirmed keeps no profile from its owner. */
const FREE_UNCONFIRMED = `DELETE FROM identities i USING users u
  WHERE i.provider = $1 AND i.subject = $2 AND u.id = i.user_id AND u.status = 'pending'`;

const HOLD_PASSWORD = 'SELECT id FROM users WHERE id = $1 AND password_hash IS NOT NULL FOR UPDATE';
const UNLINK = `WITH gone AS (DELETE FROM identities WHERE user_id = $1 AND ($2::text IS NULL OR provider = $2)
    RETURNING provider, created_at)
  SELECT provider FROM gone ORDER BY created_at, provider`;
