import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { MailService } from '../../mail/mail.service.js';
import type { Config } from '../../platform/config.js';
import { FormKeys } from '../../platform/form-keys.js';
import { Throttle } from '../../platform/throttle.js';
import { CONFIG } from '../../platform/tokens.js';
import { emailKey } from '../../users/email-address.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { type GivenConsent, type NewUser, UsersService } from '../../users/users.service.js';
import { CodesService } from '../codes/codes.service.js';
import { PasswordsService } from '../passwords/passwords.service.js';

/** What a resident typed, and the browser where the link of the letter may confirm at once. */
export interface Registration extends Omit<NewUser, 'passwordHash'> {
  readonly password: string;
  readonly consent: GivenConsent;
  readonly browser: string;
  readonly formKey: string;
}

/** Registers residents. Whether an address is known is told to nobody but its owner, by letter. */
@Injectable()
export class RegistrationService {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly passwords: PasswordsService,
    private readonly codes: CodesService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly throttle: Throttle,
    private readonly formKeys: FormKeys,
  ) {}

  async register(registration: Registration): Promise<'registered' | 'login taken'> {
    const { password, consent, browser, formKey, ...person } = registration;
    const passwordHash = await this.passwords.hash(password);
    const mayWrite = await this.mayWriteTo(person.email);
    return this.database.transaction(async (tx) => {
      if (!(await this.formKeys.claim(tx, formKey))) {
        return 'registered';
      }
      const user = await this.users.addPending(tx, { ...person, passwordHash }, consent);
      if (!user) {
        // The key stays free: the resident will send this form again with another login.
        await tx.query('DELETE FROM form_keys WHERE key = $1', [formKey]);
        return 'login taken';
      }
      const actor = { kind: 'stranger', ip: consent.ip } as const;
      await this.audit.record(tx, actor, 'user.registered', { kind: 'user', id: user.id });
      await this.sendCode(tx, user, mayWrite, browser);
      return 'registered';
    });
  }

  /** Sends a fresh confirmation letter to a resident who waits; nothing happens for others. */
  async sendAgain(userId: string): Promise<void> {
    const waiting = await this.users.get(this.database.manager, userId);
    if (waiting.status === 'pending' && (await this.mayWriteTo(waiting.email))) {
      await this.database.transaction((tx) => this.sendCode(tx, waiting, true));
    }
  }

  /** Makes a letter with a code anew within the caller's transaction, without the limit: for staff. */
  async sendCode(tx: EntityManager, user: User, mayWrite: boolean, browser?: string): Promise<void> {
    const code = await this.codes.issue(tx, 'confirm', user, this.config.confirmHours * 3600, browser);
    const owner = await this.users.findByConfirmedEmail(tx, user.email);
    if (!mayWrite) {
      return;
    }
    if (owner) {
      await this.mail.queue(tx, {
        kind: 'already-registered',
        to: owner.email,
        name: fullName(owner),
        userId: owner.id,
        data: { login: owner.login },
      });
      return;
    }
    await this.mail.queue(tx, {
      kind: 'confirmation',
      to: user.email,
      name: fullName(user),
      userId: user.id,
      authCodeId: code.id,
      notAfter: code.expiresAt,
      data: { userNo: user.publicNo, code: code.code, link: code.link },
    });
  }

  private async mayWriteTo(email: string): Promise<boolean> {
    return (await this.throttle.take('letters: e-mail', emailKey(email))) === 0;
  }
}
