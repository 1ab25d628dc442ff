import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { keepLogin } from '../users/removal.js';
import { UsersService } from '../users/users.service.js';
import { CodesService } from './codes/codes.service.js';
import { RecoveryService } from './recovery/recovery.service.js';
import { SessionsService } from './sessions/sessions.service.js';
import { Passkeys } from './passkeys/passkeys.service.js';
import { IdentitiesService } from './providers/identities.service.js';

/** Sends away whoever has come in to a cabinet that is not theirs, and keeps nothing that they may know or have left behind. */
@Injectable()
export class Eviction {
  constructor(
    private readonly users: UsersService,
    private readonly identities: IdentitiesService,
    private readonly passkeys: Passkeys,
    private readonly sessions: SessionsService,
    private readonly codes: CodesService,
    private readonly recovery: RecoveryService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Ends, within the caller's transaction, the password, profiles that were linked after `since`, all keys of devices,
   * sessions and codes of a resident, keeps the cabinet where it was to be removed, whoever has asked for that, and writes how
   * to set a new password. An app for codes stays: a mailbox alone gets nobody past it (decision 83).
   */
  async from(tx: EntityManager, userId: string, since: Date, actor: Actor): Promise<void> {
    await this.users.voidPassword(tx, userId);
    await this.identities.removeSince(tx, userId, since);
    await this.passkeys.removeAll(tx, userId, actor);
    await this.sessions.endAll(tx, userId);
    await this.codes.supersede(tx, userId, ['recover', 'email', 'slip']);
    const kept = await keepLogin(tx, userId);
    if (kept) await this.audit.record(tx, actor, 'user.removal-cancelled', { kind: 'user', id: userId });
    await this.recovery.sendCode(tx, await this.users.get(tx, userId), actor, { kept });
  }
}
