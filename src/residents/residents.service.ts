import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { CodesService } from '../auth/codes/codes.service.js';
import { RecoveryService } from '../auth/recovery/recovery.service.js';
import { RegistrationService } from '../auth/registration/registration.service.js';
import { SessionsService } from '../auth/sessions/sessions.service.js';

/** What the office may do with a resident's login. Nobody can set or read a password. */
@Injectable()
export class ResidentsService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly sessions: SessionsService,
    private readonly codes: CodesService,
    private readonly registration: RegistrationService,
    private readonly recovery: RecoveryService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
  ) {}

  /** Closes the cabinet for a resident: all sessions and codes end at once. */
  async block(id: string, reason: string, staff: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.update(User, { id }, { status: 'blocked', blockReason: reason });
      await this.sessions.endAll(tx, id);
      await this.codes.supersede(tx, id, ['confirm', 'recover', 'email', 'slip']);
      await this.mail.withdraw(tx, bulkKinds(), id);
      await this.audit.record(tx, staff, 'user.blocked', { kind: 'user', id }, { reason });
    });
  }

  async unblock(id: string, staff: Actor): Promise<void> {
    await this.database.transaction(async (tx) => {
      const user = await this.users.get(tx, id);
      const status = user.emailConfirmedAt === null ? 'pending' : 'active';
      if (user.removedAt) return;
      await tx.update(User, { id, status: 'blocked' }, { status, blockReason: null });
      const details = { lifted: user.blockReason };
      await this.audit.record(tx, staff, 'user.unblocked', { kind: 'user', id }, details);
    });
  }

  /** Sends the letter that lets a resident in: to confirm where they have not yet, else to set a password. */
  async sendWayIn(id: string, staff: Actor): Promise<'confirmation' | 'recovery' | 'blocked'> {
    return this.database.transaction(async (tx) => {
      const user = await this.users.get(tx, id);
      if (user.status === 'blocked') {
        return 'blocked';
      }
      if (user.status === 'pending') {
        await this.registration.sendCode(tx, user, true);
        return 'confirmation';
      }
      await this.recovery.sendCode(tx, user, staff);
      return 'recovery';
    });
  }
}
