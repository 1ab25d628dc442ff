import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { MailService } from '../../mail/mail.service.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { CodesService } from '../codes/codes.service.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { IdentitiesService } from '../providers/identities.service.js';
import { Passkeys } from '../passkeys/passkeys.service.js';
import { linkedWords } from '../providers/linked-words.js';

/** Puts a new password in the place of the one that was looked at. */
@Injectable()
export class PasswordChangeService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly codes: CodesService,
    private readonly identities: IdentitiesService,
    private readonly passkeys: Passkeys,
    private readonly mail: MailService,
    private readonly audit: AuditService,
  ) {}

  /** For a resident who has just typed the present password; the resident as they are now, or null when it changed meanwhile. */
  async changeOwn(
    user: User,
    passwordHash: string,
    actor: Actor,
    removeProfiles: boolean,
  ): Promise<User | null> {
    const changed = await this.database.transaction((tx) =>
      this.replace(tx, user, passwordHash, actor, { removeProfiles, removeKeys: false }),
    );
    return changed ? this.users.get(this.database.manager, user.id) : null;
  }

  /**
   * Changes the password for who has shown a letter or a slip in the place of the present one, ends all sessions, codes and
   * keys of devices, takes linked profiles away if that is wished, and tells the owner by letter, also of profiles that stay;
   * false when the password changed meanwhile.
   */
  change(
    tx: EntityManager,
    user: User,
    passwordHash: string,
    actor: Actor,
    removeProfiles: boolean,
  ): Promise<boolean> {
    return this.replace(tx, user, passwordHash, actor, { removeProfiles, removeKeys: true });
  }

  private async replace(
    tx: EntityManager,
    user: User,
    passwordHash: string,
    actor: Actor,
    { removeProfiles, removeKeys }: { removeProfiles: boolean; removeKeys: boolean },
  ): Promise<boolean> {
    if (!(await this.users.setPassword(tx, user, passwordHash))) {
      return false;
    }
    await this.sessions.endAll(tx, user.id);
    await this.codes.supersede(tx, user.id, ['recover', 'email', 'slip']);
    await this.audit.record(tx, actor, 'user.password-changed', { kind: 'user', id: user.id });
    if (removeProfiles) {
      await this.identities.remove(tx, user.id, actor);
    }
    const keysEnded = removeKeys && (await this.passkeys.removeAll(tx, user.id, actor)) > 0;
    const keysStay = (await this.passkeys.count(tx, user.id)) > 0;
    const linked = linkedWords(await this.identities.linked(tx, user.id));
    await this.mail.queue(tx, {
      kind: 'password-changed',
      to: user.email,
      name: fullName(user),
      userId: user.id,
      data: { login: user.login, linked, keysEnded, keysStay },
    });
    return true;
  }
}
