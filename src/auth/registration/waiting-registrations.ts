import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { formatPhone } from '../../users/phone.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { CodesService } from '../codes/codes.service.js';
import { IdentitiesService, type ProvenProfile } from '../providers/identities.service.js';

/** Registrations that nobody has confirmed, for whoever has proven to be who registered and puts a mistyped address right. */
@Injectable()
export class WaitingRegistrations {
  constructor(
    private readonly users: UsersService,
    private readonly identities: IdentitiesService,
    private readonly codes: CodesService,
    private readonly audit: AuditService,
  ) {}

  /** The one that waits still, with this very profile or else with a password; undefined where it was confirmed, or is gone. */
  async find(tx: EntityManager, id: string, profile?: ProvenProfile): Promise<User | undefined> {
    if (profile) return this.identities.waiting(tx, profile, id);
    const user = await this.users.waiting(tx, id);
    return user?.passwordHash === null ? undefined : user;
  }

  /**
   * Takes it back, and with it the letters and codes of its address, for another one to take its place. False where it waits
   * no more: whoever has confirmed it a moment ago was faster.
   */
  async takeBack(
    tx: EntityManager,
    id: string,
    profile: ProvenProfile | undefined,
    actor: Actor,
  ): Promise<boolean> {
    await this.codes.takeTurn(tx, id);
    const waiting = await this.find(tx, id, profile);
    if (!waiting) return false;
    await this.codes.supersede(tx, id, ['confirm', 'recover']);
    if (!(await this.users.removeWaiting(tx, id))) return false;
    const details = { login: waiting.login, reason: 'исправлен E-mail при регистрации' };
    await this.audit.record(tx, actor, 'user.removed', { kind: 'user', id }, details);
    return true;
  }
}

/** What was typed for a registration, for whoever has shown to have typed it; `instead` names the one to be replaced. */
export function typedBefore(user: User): Record<string, string> {
  const { id, login, email, firstName, middleName, lastName } = user;
  const phone = user.phone === '' ? '' : formatPhone(user.phone);
  return { login, email, firstName, middleName, lastName, phone, instead: id };
}
