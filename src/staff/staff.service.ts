import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { PasswordsService } from '../auth/passwords/passwords.service.js';
import { Clock, secondsAfter } from '../platform/clock.js';
import { isTaken } from '../platform/database-errors.js';
import { Unavailable } from '../platform/refusals.js';
import { Random } from '../platform/random.js';
import { type Counter, Throttle } from '../platform/throttle.js';
import { networkOf } from '../platform/visit.js';
import { loginKey } from '../users/login-name.js';
import type { StaffRole } from '../platform/panel.js';
import { Staff } from './staff.entity.js';

const ONE_TIME_SECONDS = 24 * 3600;

export interface NewStaff {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
}

export type StaffSignIn =
  | { readonly kind: 'welcome'; readonly staff: Staff }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'expired' }
  | { readonly kind: 'wait'; readonly seconds: number };

/** People of the office: who they are, what they may, and their passwords. */
@Injectable()
export class StaffService {
  constructor(
    private readonly database: DataSource,
    private readonly passwords: PasswordsService,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly audit: AuditService,
  ) {}

  /** Adds somebody; returns a one-time password that is good for a day, or null when the login is taken. */
  async create(
    staff: NewStaff,
    actor: Actor,
    password?: string,
  ): Promise<{ id: string; password: string } | null> {
    const firstPassword = password ?? this.random.token(12);
    const passwordHash = await this.passwords.hash(firstPassword);
    const now = this.clock.now();
    try {
      return await this.database.transaction(async (tx) => {
        const { identifiers } = await tx.insert(Staff, {
          ...staff,
          loginKey: loginKey(staff.login),
          passwordHash,
          passwordChangedAt: now,
          mustChangePassword: password === undefined,
          passwordExpiresAt: password === undefined ? secondsAfter(now, ONE_TIME_SECONDS) : null,
          createdAt: now,
        });
        const id = (identifiers[0] as { id: string }).id;
        await this.audit.record(tx, actor, 'staff.created', { kind: 'staff', id }, { role: staff.role });
        return { id, password: firstPassword };
      });
    } catch (error) {
      if (isTaken(error, 'staff_login_key_key')) {
        return null;
      }
      throw error;
    }
  }

  async signIn(login: string, password: string, ip: string): Promise<StaffSignIn> {
    const key = loginKey(login);
    const network = networkOf(ip);
    // By login and network together: a stranger elsewhere cannot lock somebody of the office out.
    const address: Counter = ['staff sign-in: address', network];
    const ofLogin: Counter[] = [
      ['staff sign-in: login', `${key} ${network}`],
      ['staff sign-in: in a row', key],
    ];
    const seconds = await this.throttle.take(address, ...ofLogin);
    if (seconds > 0) {
      return { kind: 'wait', seconds };
    }
    const staff = await this.database.manager.findOneBy(Staff, { loginKey: key, disabledAt: IsNull() });
    if (!(await this.passwords.matches(password, staff?.passwordHash)) || !staff) {
      return { kind: 'wrong' };
    }
    await this.throttle.release([address], ofLogin);
    const expired = staff.passwordExpiresAt !== null && staff.passwordExpiresAt < this.clock.now();
    return expired ? { kind: 'expired' } : { kind: 'welcome', staff };
  }

  /** Changes one's own password; all sessions end. False when the current one is wrong. */
  async changePassword(id: string, current: string, password: string, ip: string): Promise<boolean> {
    await this.throttle.pass(['profile: resident', id]);
    const staff = await this.get(id);
    if (!(await this.passwords.matches(current, staff.passwordHash))) {
      return false;
    }
    const passwordHash = await this.passwords.hash(password);
    return this.database.transaction(async (tx) => {
      const change = { passwordHash, mustChangePassword: false, passwordExpiresAt: null };
      const seen = { id, passwordChangedAt: staff.passwordChangedAt };
      const result = await tx.update(Staff, seen, { ...change, passwordChangedAt: this.clock.now() });
      if (result.affected !== 1) {
        return false;
      }
      await this.endSessions(tx, id);
      const actor = { kind: 'staff', id, name: staff.name, ip } as const;
      await this.audit.record(tx, actor, 'staff.password-changed', { kind: 'staff', id });
      return true;
    });
  }

  /** A new one-time password for somebody who lost theirs; all their sessions end. */
  async resetPassword(id: string, actor: Actor): Promise<string> {
    const password = this.random.token(12);
    const passwordHash = await this.passwords.hash(password);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const passwordExpiresAt = secondsAfter(now, ONE_TIME_SECONDS);
      const change = { passwordHash, passwordChangedAt: now, mustChangePassword: true, passwordExpiresAt };
      await tx.update(Staff, { id }, change);
      await this.endSessions(tx, id);
      await this.audit.record(tx, actor, 'staff.password-changed', { kind: 'staff', id });
    });
    return password;
  }

  /** Changes name, e-mail and role. Nobody changes their own role, so the last administrator stays. */
  async change(id: string, change: Omit<NewStaff, 'login'>, actor: Actor): Promise<'changed' | 'own role'> {
    return this.database.transaction(async (tx) => {
      const before = await tx.findOneByOrFail(Staff, { id });
      if (before.role !== change.role && actor.id === id) {
        return 'own role';
      }
      await tx.update(Staff, { id }, change);
      await this.keepAnAdministrator(tx);
      const details = { role: change.role, before: before.role };
      await this.audit.record(tx, actor, 'staff.changed', { kind: 'staff', id }, details);
      return 'changed';
    });
  }

  /** Closes or opens the way in; nobody closes their own. */
  async setDisabled(id: string, disabled: boolean, actor: Actor): Promise<boolean> {
    if (actor.id === id) {
      return false;
    }
    await this.database.transaction(async (tx) => {
      await tx.update(Staff, { id }, { disabledAt: disabled ? this.clock.now() : null });
      await this.keepAnAdministrator(tx);
      await this.endSessions(tx, id);
      await this.audit.record(tx, actor, disabled ? 'staff.disabled' : 'staff.enabled', {
        kind: 'staff',
        id,
      });
    });
    return true;
  }

  async get(id: string): Promise<Staff> {
    return this.database.manager.findOneByOrFail(Staff, { id });
  }

  /** Two administrators who close each other's access at once must not both succeed: the second waits here and fails. */
  private async keepAnAdministrator(tx: EntityManager): Promise<void> {
    await tx.query("SELECT pg_advisory_xact_lock(hashtext('administrators'))");
    if (!(await tx.existsBy(Staff, { role: 'administrator', disabledAt: IsNull() }))) {
      throw new Unavailable('there would be no administrator left');
    }
  }

  private async endSessions(tx: EntityManager, id: string): Promise<void> {
    await tx.query('DELETE FROM sessions WHERE staff_id = $1', [id]);
  }
}
