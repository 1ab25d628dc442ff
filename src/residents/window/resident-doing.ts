import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { differences } from '../../audit/differences.js';
import { CodesService } from '../../auth/codes/codes.service.js';
import { EmailChangeService } from '../../auth/email-change.service.js';
import { RegistrationService } from '../../auth/registration/registration.service.js';
import { type IssuedSlip, WayInSlips } from '../../auth/slips/slips.service.js';
import { isTaken } from '../../core/database-errors.js';
import { MailService } from '../../mail/mail.service.js';
import { emailKey } from '../../users/email-address.js';
import { fullName } from '../../users/person-name.js';
import { formatPhone } from '../../users/phone.js';
import type { User } from '../../users/user.entity.js';
import { type PersonalDetails, UsersService } from '../../users/users.service.js';
import { type Deed, DeedRefused } from './deed.js';

const OVERTAKEN = 'Пока форма была открыта, данные изменились';
const BLOCKED = 'Доступ жителя закрыт. Сначала снимите блокировку.';

/** Does what the office may do with a resident's way in, each in the transaction that counts it. */
@Injectable()
export class ResidentDoing {
  constructor(
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly emailChange: EmailChangeService,
    private readonly registration: RegistrationService,
    private readonly slips: WayInSlips,
    private readonly mail: MailService,
    private readonly audit: AuditService,
  ) {}

  /** Locks the resident, before anything else does. */
  lock(tx: EntityManager, userId: string): Promise<void> {
    return this.codes.takeTurn(tx, userId);
  }

  /** Throws a `DeedRefused` where it cannot be done; gives the resident. */
  async check(tx: EntityManager, userId: string, deed: Deed): Promise<User> {
    const user = await this.users.get(tx, userId);
    if (user.removedAt) throw new DeedRefused('form', 'Кабинет удалён.', true);
    if (user.status === 'blocked') throw new DeedRefused('form', BLOCKED);
    const pending = user.status === 'pending';
    switch (deed.kind) {
      case 'email':
        await this.checkEmail(tx, user, deed.email);
        break;
      case 'slip':
        if (pending) throw new DeedRefused('form', 'Регистрация ещё не подтверждена: подтвердите её.');
        break;
      case 'confirm':
        if (!pending) throw new DeedRefused('form', 'Регистрация уже подтверждена.', true);
        await this.checkFree(tx, user, user.email, 'form');
        break;
      case 'remove':
        if (!pending) throw new DeedRefused('form', 'Регистрация подтверждена, удалить её нельзя.', true);
        break;
      case 'details':
        this.checkDetails(user, deed);
        break;
    }
    return user;
  }

  /** Does what was checked; gives the slip where one was made. */
  async do(
    tx: EntityManager,
    user: User,
    deed: Deed,
    ground: string,
    staff: Actor,
  ): Promise<IssuedSlip | undefined> {
    switch (deed.kind) {
      case 'email':
        await (user.status === 'pending'
          ? this.readdress(tx, user, deed.email, ground, staff)
          : this.emailChange.askByOffice(tx, user, { ...deed, ground }, staff));
        return undefined;
      case 'slip':
        return this.slips.issue(tx, user, staff, ground);
      case 'confirm':
        await this.confirm(tx, user, ground, staff);
        return undefined;
      case 'details':
        await this.correct(tx, user, deed, ground, staff);
        return undefined;
      case 'remove':
        await this.remove(tx, user, ground, staff);
        return undefined;
    }
  }

  private async checkEmail(tx: EntityManager, user: User, email: string): Promise<void> {
    if (emailKey(email) === user.emailKey) {
      throw new DeedRefused('email', 'Это и есть нынешний адрес жителя', true);
    }
    await this.checkFree(tx, user, email, 'email');
  }

  /** Who wants what stands there already has it. */
  private checkDetails(user: User, { details, version }: Extract<Deed, { kind: 'details' }>): void {
    const names = Object.keys(details) as (keyof PersonalDetails)[];
    if (user.version === version || names.every((name) => user[name] === details[name])) return;
    throw new DeedRefused('form', `${OVERTAKEN}. Сейчас: ${said(user)}.`, true);
  }

  private async checkFree(tx: EntityManager, user: User, email: string, field: string): Promise<void> {
    const owner = await this.users.findByConfirmedEmail(tx, email);
    if (owner && owner.id !== user.id) {
      throw new DeedRefused(
        field,
        `Этот адрес уже у другого жителя: ${fullName(owner)}, логин ${owner.login}`,
      );
    }
  }

  /** A mistyped address of a registration: the letter goes to the right one, the codes of the wrong one are void. */
  private async readdress(
    tx: EntityManager,
    user: User,
    email: string,
    ground: string,
    staff: Actor,
  ): Promise<void> {
    const login = await this.users.changeWaitingEmail(tx, user, email);
    await this.codes.supersede(tx, user.id, ['confirm', 'recover']);
    const after = { email, login };
    const details = { ground, changed: differences(user, after, ['email', 'login']) };
    await this.audit.record(tx, staff, 'user.email-changed', { kind: 'user', id: user.id }, details);
    await this.registration.sendCode(tx, await this.users.get(tx, user.id), true);
  }

  private async confirm(tx: EntityManager, user: User, ground: string, staff: Actor): Promise<void> {
    try {
      await this.users.confirm(tx, user.id);
    } catch (error) {
      // another registration with this address was confirmed meanwhile
      if (isTaken(error)) throw new DeedRefused('form', 'Этот адрес только что подтвердил другой житель.');
      throw error;
    }
    await this.codes.supersede(tx, user.id, ['confirm']);
    await this.audit.record(tx, staff, 'user.confirmed', { kind: 'user', id: user.id }, { ground });
    const { id: userId, email: to, login } = user;
    await this.mail.queue(tx, {
      kind: 'confirmed-by-office',
      to,
      name: fullName(user),
      userId,
      data: { login },
    });
  }

  private async correct(
    tx: EntityManager,
    { id }: User,
    { details, version }: Extract<Deed, { kind: 'details' }>,
    ground: string,
    staff: Actor,
  ): Promise<void> {
    const now = await this.users.changeProfileIn(tx, { id, version }, details, staff, { ground });
    if (now) throw new DeedRefused('form', `${OVERTAKEN}. Сейчас: ${said(now)}.`, true);
  }

  private async remove(tx: EntityManager, user: User, reason: string, staff: Actor): Promise<void> {
    const { id, login } = user;
    if (!(await this.users.removeWaiting(tx, id))) {
      throw new DeedRefused('form', 'Регистрация уже подтверждена.');
    }
    await this.audit.record(tx, staff, 'user.removed', { kind: 'user', id }, { login, reason });
  }
}

/** Name and telephone as they stand: «Белова Ирина Петровна, +7 902 512-34-56». */
export function said(person: PersonalDetails): string {
  return [fullName(person), person.phone && formatPhone(person.phone)].filter(Boolean).join(', ');
}
