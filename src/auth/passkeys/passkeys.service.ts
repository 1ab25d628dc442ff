import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { type KeyNews, Keys } from '../../factors/keys/keys.js';
import { MailService } from '../../mail/mail.service.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { CodesService } from '../codes/codes.service.js';

/** Keys of residents' devices, which open the cabinet in the place of the password. */
@Injectable()
export class Passkeys extends Keys<User> {
  constructor(
    @Inject(CONFIG) config: Config,
    database: DataSource,
    clock: Clock,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
  ) {
    super(database, clock, config.publicUrl, 'passkeys', 'user_id');
  }

  protected override load(id: string): Promise<User> {
    return this.users.get(this.database.manager, id);
  }

  protected override async mayAdd(tx: EntityManager, id: string, passwordChangedAt: Date): Promise<boolean> {
    return (await one(tx, HOLD, [id, passwordChangedAt])) !== undefined;
  }

  /** Whoever has a key has a password; without it the key is the last way in. */
  protected override async staying(tx: EntityManager, id: string): Promise<'gone' | undefined> {
    return (await one(tx, HOLD_PASSWORD, [id])) ? undefined : 'gone';
  }

  protected override async tell(
    tx: EntityManager,
    id: string,
    kind: KeyNews,
    key: string,
    actor: Actor,
  ): Promise<void> {
    await this.audit.record(tx, actor, `user.${kind}`, { kind: 'user', id }, { key });
    if (kind === 'passkey-renamed') return;
    // What one operator may give alone, they have given to somebody without a key.
    if (kind === 'passkey-added') await this.codes.supersede(tx, id, ['slip']);
    const user = await this.users.get(tx, id);
    const to = { to: user.email, name: fullName(user), userId: id };
    await this.mail.queue(tx, { kind, ...to, data: { login: user.login, key } });
  }

  protected override async record(tx: EntityManager, id: string, key: string, actor: Actor): Promise<void> {
    await this.audit.record(tx, actor, 'user.passkey-removed', { kind: 'user', id }, { key });
  }
}

const HOLD = `SELECT FROM users WHERE id = $1 AND status = 'active' AND password_changed_at = $2
    AND password_hash IS NOT NULL FOR UPDATE`;
const HOLD_PASSWORD = 'SELECT FROM users WHERE id = $1 AND password_hash IS NOT NULL FOR UPDATE';
