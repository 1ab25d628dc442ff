import { InjectRepository } from '@nestjs/typeorm';
import { Injectable } from '@nestjs/common';
import { DataSource, type Repository } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { isAlike } from '../auth/password-policy.js';
import { PasswordsService } from '../auth/passwords/passwords.service.js';
import { Clock, secondsAfter } from '../core/clock.js';
import { Random } from '../core/random.js';
import { type Counter, Throttle } from '../core/throttle.js';
import { Staff } from './staff.entity.js';
import { countedAgainst, STAFF_PASSWORD_STAFF } from './staff-sign-in.service.js';
import { endStaffSessions, ONE_TIME_SECONDS } from './staff.service.js';

/** Whether the present password was typed right. */
export type PasswordCheck = 'right' | 'wrong' | { readonly wait: number };

/** How a change of one's own password ended. */
export type PasswordChange = 'changed' | 'wrong' | 'alike' | { readonly wait: number };

/** Passwords of the office: changed by their owners, given anew by an administrator. */
@Injectable()
export class StaffPasswords {
  constructor(
    private readonly database: DataSource,
    @InjectRepository(Staff) private readonly staff: Repository<Staff>,
    private readonly passwords: PasswordsService,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly audit: AuditService,
  ) {}

  /** Whether this is somebody's present password; wrong ones are counted. */
  async check(id: string, password: string): Promise<PasswordCheck> {
    const counter: Counter = [STAFF_PASSWORD_STAFF, id];
    const wait = await this.throttle.take(counter);
    if (wait > 0) return { wait };
    const staff = await this.staff.findOneByOrFail({ id });
    if (!(await this.passwords.matches(password, staff.passwordHash))) return 'wrong';
    await this.throttle.release([], [counter]);
    return 'right';
  }

  /** Changes one's own password, if the present one is right; all sessions end. */
  async change(actor: Actor & { id: string }, current: string, password: string): Promise<PasswordChange> {
    const { id } = actor;
    const { passwordChangedAt } = await this.staff.findOneByOrFail({ id });
    const checked = await this.check(id, current);
    if (checked !== 'right') {
      return checked;
    }
    if (isAlike(password, current)) {
      return 'alike';
    }
    const passwordHash = await this.passwords.hash(password);
    return this.database.transaction(async (tx) => {
      const change = { passwordHash, mustChangePassword: false, passwordExpiresAt: null };
      const seen = { id, passwordChangedAt };
      const result = await tx.update(Staff, seen, { ...change, passwordChangedAt: this.clock.now() });
      if (result.affected !== 1) {
        return 'wrong';
      }
      await endStaffSessions(tx, id);
      await this.audit.record(tx, actor, 'staff.password-changed', { kind: 'staff', id });
      return 'changed';
    });
  }

  /** A new one-time password for somebody who lost theirs or was shut out by wrong ones; all their sessions end. */
  async reset(id: string, actor: Actor): Promise<string> {
    const password = this.random.token(12);
    const passwordHash = await this.passwords.hash(password);
    const now = this.clock.now();
    await this.database.transaction(async (tx) => {
      const passwordExpiresAt = secondsAfter(now, ONE_TIME_SECONDS);
      const change = { passwordHash, passwordChangedAt: now, mustChangePassword: true, passwordExpiresAt };
      await tx.update(Staff, { id }, change);
      await endStaffSessions(tx, id);
      await this.audit.record(tx, actor, 'staff.password-changed', { kind: 'staff', id }, { oneTime: true });
    });
    const staff = await this.staff.findOneByOrFail({ id });
    await this.throttle.release([], countedAgainst(staff));
    return password;
  }
}
