import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull, MoreThan } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, secondsAfter } from '../../core/clock.js';
import { Random } from '../../core/random.js';
import type { RequestContext } from '../../core/request-context.js';
import { Secrets } from '../../core/secrets.js';
import { MailService } from '../../mail/mail.service.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { provenActor } from '../actor.js';
import { AuthCode } from '../codes/auth-code.entity.js';
import { CodesService } from '../codes/codes.service.js';
import { HeldFactors } from '../held-factors.js';
import { PasswordChangeService } from '../passwords/password-change.service.js';
import { PasswordRules, personOf } from '../passwords/password-rules.js';
import { PasswordsService } from '../passwords/passwords.service.js';
import { ResidentFactor } from '../second-factor/resident-factor.js';
import { SignInService } from '../sign-in/sign-in.service.js';
import { makeSlipCode, normaliseSlipCode, shownSlipCode } from './slip-code.js';

/** Until the evening of the next day in a family that has one telephone. */
const LIFE_SECONDS = 24 * 3600;

/** A slip as it is printed; this is the only moment when its code can be read. */
export interface IssuedSlip {
  readonly code: string;
  readonly shown: string;
  readonly expiresAt: Date;
}

/** Whose slip it was, and what besides the password went with it: «ключ доступа „Телефон“». */
export interface UsedSlip {
  readonly user: User;
  readonly ended: readonly string[];
}

/** A way in on paper, for residents who have no mailbox at hand: a code that sets a new password once. */
@Injectable()
export class WayInSlips {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly codes: CodesService,
    private readonly passwords: PasswordsService,
    private readonly rules: PasswordRules,
    private readonly passwordChange: PasswordChangeService,
    private readonly signIn: SignInService,
    private readonly factor: ResidentFactor,
    private readonly held: HeldFactors,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly secrets: Secrets,
  ) {}

  /** Makes a slip within the caller's transaction; the former one is void, and the resident is told by letter. */
  async issue(tx: EntityManager, user: User, staff: Actor, ground: string): Promise<IssuedSlip> {
    await this.codes.supersede(tx, user.id, ['slip']);
    const code = makeSlipCode(this.random.int);
    const now = this.clock.now();
    const expiresAt = secondsAfter(now, LIFE_SECONDS);
    const mac = this.mac(code);
    await tx.insert(AuthCode, {
      ...{ userId: user.id, purpose: 'slip', email: user.email, codeHmac: mac, linkHmac: mac },
      ...{ createdAt: now, expiresAt },
    });
    await this.audit.record(tx, staff, 'user.slip-issued', { kind: 'user', id: user.id }, { ground });
    const data = { login: user.login };
    const name = fullName(user);
    await this.mail.queue(tx, { kind: 'slip-issued', to: user.email, name, userId: user.id, data });
    return { code, shown: shownSlipCode(code), expiresAt };
  }

  /** Sets a new password by a slip; gives whose it was, what is wrong with the password, or nothing when the slip is void. */
  async use(
    typed: string,
    password: string,
    context: RequestContext,
  ): Promise<UsedSlip | { readonly problem: string } | undefined> {
    const found = await this.find(typed);
    if (!found) return undefined;
    const { slip, user } = found;
    const problem = this.rules.problem(password, personOf(user));
    if (problem !== null) return { problem };
    const hash = await this.passwords.hash(password);
    const before = await this.held.list(user.id);
    const done = await this.database.transaction(async (tx) => {
      await this.codes.takeTurn(tx, user.id);
      if (!(await this.codes.spend(tx, slip.id))) return false;
      const actor = provenActor(user, context);
      await this.audit.record(tx, actor, 'user.slip-used', { kind: 'user', id: user.id });
      // Whoever has lost the telephone with the codes comes to the office as well. One that was connected since is no part of
      // what the office has decided.
      await this.factor.takeAway(tx, user.id, slip.createdAt, actor);
      return this.passwordChange.change(tx, user, hash, actor, false);
    });
    if (!done) return undefined;
    await this.signIn.forgive(user);
    const left = new Set((await this.held.list(user.id)).map(({ said }) => said));
    const ended = before.map(({ said }) => said).filter((said) => !left.has(said));
    return { user: await this.users.get(this.database.manager, user.id), ended };
  }

  private async find(typed: string): Promise<{ slip: AuthCode; user: User } | undefined> {
    const code = normaliseSlipCode(typed);
    if (code === null) return undefined;
    const slip = await this.database.manager.findOneBy(AuthCode, {
      codeHmac: this.mac(code),
      ...this.usable(),
    });
    const user = slip && (await this.users.get(this.database.manager, slip.userId));
    return slip && user?.status === 'active' ? { slip, user } : undefined;
  }

  private usable() {
    const expiresAt = MoreThan(this.clock.now());
    return { purpose: 'slip', usedAt: IsNull(), supersededAt: IsNull(), expiresAt } as const;
  }

  private mac(code: string): Buffer {
    return this.secrets.mac('code slip', code);
  }
}
