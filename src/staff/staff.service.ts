import { InjectRepository } from '@nestjs/typeorm';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, Not, type Repository } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { differences } from '../audit/differences.js';
import { PasswordsService } from '../auth/passwords/passwords.service.js';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isTaken } from '../core/database-errors.js';
import { Random } from '../core/random.js';
import { CONFIG } from '../core/tokens.js';
import { MailService } from '../mail/mail.service.js';
import { momentInSentence } from '../text/russian.js';
import { loginKey } from '../users/login-name.js';
import type { StaffRole } from '../panel/person.js';
import { StaffNews } from './news/staff-news.js';
import { Staff } from './staff.entity.js';
import { touched } from '../core/query.js';

/** A one-time password is good for a day. */
export const ONE_TIME_SECONDS = 24 * 3600;

export interface NewStaff {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly role: StaffRole;
}

const CHANGEABLE = ['name', 'email', 'role'] as const;

const CHANGE = `UPDATE staff SET name = $3, email = $4, role = $5,
    administrator_since = CASE WHEN $5 <> 'administrator' THEN NULL WHEN role = $5 THEN administrator_since ELSE $6 END
  WHERE id = $1 AND version = $2 RETURNING version`;

/** Why roles and access stay as they are: the actor may not any more, or nobody would be left who may. */
export type StaffRefusal = 'not any more' | 'last administrator';

/** People of the office: who they are, how they get in and what they may. */
@Injectable()
export class StaffService {
  constructor(
    private readonly database: DataSource,
    @InjectRepository(Staff) private readonly staff: Repository<Staff>,
    private readonly passwords: PasswordsService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly audit: AuditService,
    private readonly mail: MailService,
    private readonly news: StaffNews,
    @Inject(CONFIG) private readonly config: Config,
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
          administratorSince: staff.role === 'administrator' ? now : null,
          createdAt: now,
        });
        const id = (identifiers[0] as { id: string }).id;
        await this.audit.record(
          tx,
          actor,
          'staff.created',
          { kind: 'staff', id },
          { role: staff.role, login: staff.login },
        );
        if (staff.role === 'administrator') await this.news.tell(tx, 'hired', { id, ...staff }, actor);
        return { id, password: firstPassword };
      });
    } catch (error) {
      if (isTaken(error, 'staff_login_key_key')) {
        return null;
      }
      throw error;
    }
  }

  /**
   * Changes name, e-mail and role, unless they are others by now than in the version that was shown; nobody changes
   * their own role.
   */
  async change(
    { id, version }: { id: string; version: number },
    change: Omit<NewStaff, 'login'>,
    actor: Actor,
  ): Promise<'changed' | 'stale' | 'own role' | StaffRefusal> {
    const demotes = change.role !== 'administrator';
    return this.inTurn<'changed' | 'stale' | 'own role'>(actor, id, demotes, async (tx) => {
      const before = await tx.findOneByOrFail(Staff, { id });
      if (before.role !== change.role && actor.id === id) {
        return 'own role';
      }
      if (before.name === change.name && before.email === change.email && before.role === change.role) {
        return 'changed';
      }
      const rows = await touched<{ version: number }>(tx, CHANGE, [
        id,
        version,
        change.name,
        change.email,
        change.role,
        this.clock.now(),
      ]);
      if (!rows[0]) {
        return 'stale';
      }
      const details = { changed: differences(before, change, CHANGEABLE), version: rows[0].version };
      await this.audit.record(tx, actor, 'staff.changed', { kind: 'staff', id }, details);
      if (before.email !== change.email) await this.tellFormerAddress(tx, before, actor);
      const promotes = !demotes && before.role !== change.role;
      if (promotes) await this.news.tell(tx, 'promoted', { ...before, ...change }, actor);
      return 'changed';
    });
  }

  /** Else whoever leads the letters about somebody's ways in elsewhere would be the only one who knows it. */
  private async tellFormerAddress(
    tx: EntityManager,
    { email: to, name, login }: Staff,
    { name: by, ip: network }: Actor,
  ): Promise<void> {
    const at = momentInSentence(this.clock.now(), this.config.timeZone);
    await this.mail.queue(tx, { kind: 'staff-email-changed', to, name, data: { login, by, at, network } });
  }

  /** Closes or opens the way in; nobody closes their own. */
  async setDisabled(
    id: string,
    disabled: boolean,
    actor: Actor,
  ): Promise<'done' | 'own access' | StaffRefusal> {
    if (actor.id === id) {
      return 'own access';
    }
    return this.inTurn<'done'>(actor, id, disabled, async (tx) => {
      const now = this.clock.now();
      const found = await tx.findOneByOrFail(Staff, { id });
      const opens = !disabled && found.disabledAt !== null && found.role === 'administrator';
      await tx.update(
        Staff,
        { id },
        { disabledAt: disabled ? now : null, ...(opens && { administratorSince: now }) },
      );
      if (opens) await this.news.tell(tx, 'opened', found, actor);
      await endStaffSessions(tx, id);
      await this.audit.record(tx, actor, disabled ? 'staff.disabled' : 'staff.enabled', {
        kind: 'staff',
        id,
      });
      return 'done';
    });
  }

  async findByLogin(login: string): Promise<Staff | null> {
    return this.staff.findOneBy({ loginKey: loginKey(login) });
  }

  async find(id: string): Promise<Staff | null> {
    return this.staff.findOneBy({ id });
  }

  async get(id: string): Promise<Staff> {
    return this.staff.findOneByOrFail({ id });
  }

  /**
   * Changes of roles and access happen one after another, each by somebody who still may:
   * of two administrators who shut each other out at once the second is told so, and the last one always stays.
   */
  private async inTurn<T>(
    actor: Actor,
    id: string,
    takesAway: boolean,
    work: (tx: EntityManager) => Promise<T>,
  ): Promise<T | StaffRefusal> {
    return this.database.transaction(async (tx) => {
      await tx.query("SELECT pg_advisory_xact_lock(hashtext('administrators'))");
      const left = { role: 'administrator', disabledAt: IsNull() } as const;
      if (actor.kind === 'staff' && !(await tx.existsBy(Staff, { ...left, id: actor.id! }))) {
        return 'not any more';
      }
      if (takesAway && !(await tx.existsBy(Staff, { ...left, id: Not(id) }))) {
        return 'last administrator';
      }
      return work(tx);
    });
  }
}

/** Ends all sessions of somebody of the office. */
export async function endStaffSessions(tx: EntityManager, id: string): Promise<void> {
  await tx.query('DELETE FROM sessions WHERE staff_id = $1', [id]);
}
