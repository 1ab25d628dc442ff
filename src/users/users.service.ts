import { InjectRepository } from '@nestjs/typeorm';
import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager, In, IsNull, Not, type Repository } from 'typeorm';
import { AuditService } from '../audit/audit.service.js';
import { differences } from '../audit/differences.js';
import type { Actor } from '../audit/audit.js';
import { MailService } from '../mail/mail.service.js';
import { Clock } from '../core/clock.js';
import { entityOf, Prepared } from '../core/database.js';
import { Random } from '../core/random.js';
import { POOL } from '../core/tokens.js';
import { type GivenConsent, keepConsent } from './consent.js';
import { emailKey } from './email-address.js';
import { takeLogin } from './left-logins.js';
import { loginKey } from './login-name.js';
import { User } from './user.entity.js';
import { one, rowsOf } from '../core/query.js';

/** So many that two residents never draw the same. */
const PUBLIC_NUMBERS = 2 ** 47;

const BY_SIGN_IN_NAME = new Prepared<Record<string, unknown>>(
  'user by sign-in name',
  `SELECT * FROM users WHERE login_key = $1 OR (email_key = $2 AND email_confirmed_at IS NOT NULL)
   ORDER BY (email_key = $2 AND email_confirmed_at IS NOT NULL) DESC, email_confirmed_at DESC NULLS LAST,
     status = 'blocked', created_at DESC LIMIT 1`,
);

const HASHES_OF_WAITING = `SELECT DISTINCT substring(password_hash FROM '^\\$argon2id\\$v=19\\$[^$]*') AS begins FROM users
  WHERE status = 'pending' AND password_hash IS NOT NULL AND position('@' IN login_key) > 0`;

/** What a new resident tells; the password is hashed already, and absent for who comes by a social network. */
export interface NewUser {
  readonly login: string;
  readonly email: string;
  readonly passwordHash: string | null;
  readonly firstName: string;
  readonly middleName: string;
  readonly lastName: string;
  readonly phone: string;
}

const PERSONAL = ['firstName', 'middleName', 'lastName', 'phone'] as const;

/** What residents tell of themselves and may change. */
export type PersonalDetails = Pick<User, (typeof PERSONAL)[number]>;

/** Residents' logins and who they are. */
@Injectable()
export class UsersService {
  constructor(
    private readonly database: DataSource,
    @InjectRepository(User) private readonly users: Repository<User>,
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly audit: AuditService,
    private readonly mail: MailService,
  ) {}

  /**
   * Whom a login or a confirmed e-mail means. The owner of an address goes before whoever has it as a login, for they may
   * have left it; an unconfirmed namesake never hides a confirmed resident.
   */
  async findBySignInName(name: string): Promise<User | null> {
    const row = await BY_SIGN_IN_NAME.first(this.pool, loginKey(name), emailKey(name));
    return row ? entityOf(User, row) : null;
  }

  /** The owner of an address, that is who has confirmed it. */
  async findByConfirmedEmail(tx: EntityManager, email: string): Promise<User | null> {
    const row = await one<{ id: string }>(
      tx,
      'SELECT id FROM users WHERE email_key = $1 AND email_confirmed_at IS NOT NULL',
      [emailKey(email)],
    );
    return row ? this.get(tx, row.id) : null;
  }

  async findByPublicNo(publicNo: string): Promise<User | null> {
    return /^\d{1,15}$/.test(publicNo) ? this.users.findOneBy({ publicNo }) : null;
  }

  async get(tx: EntityManager, id: string): Promise<User> {
    return tx.findOneByOrFail(User, { id });
  }

  /** A resident who waits for confirmation still. */
  async waiting(tx: EntityManager, id: string): Promise<User | undefined> {
    return (await tx.findOneBy(User, { id, status: 'pending' })) ?? undefined;
  }

  /** Who waits for confirmation with this login and this password; several may have the same address as their login. */
  async findWaiting(login: string, passwordHashes: string[]): Promise<User | null> {
    return this.users.findOne({
      where: { loginKey: loginKey(login), passwordHash: In(passwordHashes), status: 'pending' },
      order: { createdAt: 'DESC' },
    });
  }

  /** How the hashes of all who wait with an address as their login begin: with the parameters that they were made with. */
  async hashesOfWaiting(): Promise<string[]> {
    const rows = await rowsOf<{ begins: string }>(this.database, HASHES_OF_WAITING);
    return rows.map(({ begins }) => begins);
  }

  /** A resident that waits for confirmation, or null when the login is taken. */
  async addPending(tx: EntityManager, user: NewUser, consent: GivenConsent): Promise<User | null> {
    const now = this.clock.now();
    const inserted = await tx
      .createQueryBuilder()
      .insert()
      .into(User)
      .values({
        ...user,
        publicNo: String(100_000_000 + this.random.int(PUBLIC_NUMBERS)),
        loginKey: loginKey(user.login),
        emailKey: emailKey(user.email),
        passwordChangedAt: now,
        status: 'pending',
        createdAt: now,
      })
      .orIgnore()
      .returning('id')
      .execute();
    const [row] = inserted.raw as { id: string }[];
    if (!row) {
      return null;
    }
    await keepConsent(tx, row.id, consent, now);
    return this.get(tx, row.id);
  }

  /** Makes a waiting resident active; false when nobody waits any more. Fails when the address is confirmed by another. */
  async confirm(tx: EntityManager, userId: string): Promise<boolean> {
    const { login } = await this.get(tx, userId);
    const isAddress = loginKey(login).includes('@');
    const result = await tx.update(
      User,
      { id: userId, status: 'pending' },
      { status: 'active', emailConfirmedAt: this.clock.now(), ...(isAddress && { loginKey: userId }) },
    );
    if (result.affected === 1 && isAddress) {
      await takeLogin(tx, { audit: this.audit, mail: this.mail }, userId, login);
    }
    return result.affected === 1;
  }

  /**
   * Changes name and telephone. Where they are others by now than in the version that was shown, nothing is done, and
   * what stands there is returned.
   */
  async changeProfile(
    shown: { id: string; version: number },
    profile: PersonalDetails,
    actor: Actor,
  ): Promise<User | null> {
    return this.database.transaction((tx) => this.changeProfileIn(tx, shown, profile, actor));
  }

  /** The same within the caller's transaction; `told` stands in the journal besides. */
  async changeProfileIn(
    tx: EntityManager,
    { id, version }: { id: string; version: number },
    profile: PersonalDetails,
    actor: Actor,
    told: Record<string, unknown> = {},
  ): Promise<User | null> {
    const before = await this.get(tx, id);
    const { affected } = await tx.update(User, { id, version }, profile);
    const user = await this.get(tx, id);
    if (affected !== 1) {
      const same = PERSONAL.every((name) => user[name] === profile[name]);
      return same ? null : user;
    }
    if (user.version !== version) {
      const details = { ...told, changed: differences(before, user, PERSONAL), version: user.version };
      await this.audit.record(tx, actor, 'user.profile-changed', { kind: 'user', id }, details);
    }
    return null;
  }

  /** Puts another address into a registration that waits; a login that was the address follows. Gives the login. */
  async changeWaitingEmail(
    tx: EntityManager,
    { id, login, emailKey: was }: User,
    email: string,
  ): Promise<string> {
    const follows = emailKey(login) === was;
    const change = {
      email,
      emailKey: emailKey(email),
      ...(follows && { login: email, loginKey: loginKey(email) }),
    };
    await tx.update(User, { id, status: 'pending' }, change);
    return follows ? email : login;
  }

  /** Forgets a registration that nobody has confirmed; false when there is none any more. */
  async removeWaiting(tx: EntityManager, id: string): Promise<boolean> {
    const { affected } = await tx.delete(User, { id, status: 'pending', emailConfirmedAt: IsNull() });
    return affected === 1;
  }

  /**
   * Replaces the address by one that has just been confirmed. A login that was the old address follows: the old address may
   * get another owner, who must be able to register with it. Gives the login as it is now.
   */
  async changeEmail(tx: EntityManager, userId: string, email: string): Promise<string> {
    const change = { email, emailKey: emailKey(email), emailConfirmedAt: this.clock.now() };
    const { login } = await this.get(tx, userId);
    const isAddress = loginKey(login).includes('@');
    await tx.update(User, { id: userId }, { ...change, ...(isAddress && { loginKey: userId }) });
    if (isAddress) {
      await takeLogin(tx, { audit: this.audit, mail: this.mail }, userId, email);
    }
    return isAddress ? email : login;
  }

  /** False when somebody else changed the password since the resident was read, or closed the cabinet. */
  async setPassword(
    tx: EntityManager,
    { id, passwordChangedAt }: User,
    passwordHash: string,
  ): Promise<boolean> {
    const result = await tx.update(
      User,
      { id, passwordChangedAt, status: Not('blocked') },
      { passwordHash, passwordChangedAt: this.clock.now() },
    );
    return result.affected === 1;
  }

  /** Leaves a resident without a password until they set one by letter. */
  async voidPassword(tx: EntityManager, id: string): Promise<void> {
    await tx.update(User, { id }, { passwordHash: null, passwordChangedAt: this.clock.now() });
  }

  /** Keeps a hash of the same password made with today's parameters; sessions stay. */
  async rehash(userId: string, oldHash: string, passwordHash: string): Promise<void> {
    await this.users.update({ id: userId, passwordHash: oldHash }, { passwordHash });
  }
}
