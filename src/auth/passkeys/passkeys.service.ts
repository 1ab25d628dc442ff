import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { affected, one, rowsOf, touched } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { fullName } from '../../users/person-name.js';
import type { User } from '../../users/user.entity.js';
import { UsersService } from '../../users/users.service.js';
import { credentialOf, type KnownKey, madeBy, signedBy } from './answers.js';
import { type RelyingParty, relyingParty } from './relying-party.js';

/** So many keys a resident may have. */
export const MOST_PASSKEYS = 10;

/** A key as its resident sees it. */
export interface ListedPasskey {
  readonly id: string;
  readonly name: string;
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
}

/** Keys of residents' devices, which open the cabinet in the place of the password. */
@Injectable()
export class Passkeys {
  readonly party: RelyingParty;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {
    this.party = relyingParty(config.publicUrl);
  }

  /** The keys of a resident, the oldest first. */
  list(userId: string): Promise<ListedPasskey[]> {
    return rowsOf<ListedPasskey>(this.database, LIST, [userId]);
  }

  /** What devices are told not to make a second key for. */
  async credentials(userId: string): Promise<string[]> {
    const sql = 'SELECT credential FROM passkeys WHERE user_id = $1';
    return (await rowsOf<{ credential: string }>(this.database, sql, [userId])).map(
      ({ credential }) => credential,
    );
  }

  /**
   * Makes a key a way in, and tells the resident by letter. Only while the password that was shown for it is the password:
   * whoever changes it meanwhile shuts everybody else out.
   */
  async add(
    user: User,
    shown: { answer: string; challenge: string; name: string },
    actor: Actor,
  ): Promise<'added' | 'refused' | 'known' | 'many'> {
    const key = await madeBy(shown.answer, shown.challenge, this.party);
    if (!key) return 'refused';
    try {
      return await this.database.transaction(async (tx) => {
        if (!(await one(tx, HOLD, [user.id, user.passwordChangedAt]))) return 'refused';
        const count = await one<{ count: number }>(tx, COUNT, [user.id]);
        if (count!.count >= MOST_PASSKEYS) return 'many';
        const { credential, publicKey, counter } = key;
        const now = this.clock.now();
        await tx.query(ADD, [user.id, credential, publicKey, counter, shown.name, now]);
        await this.tell(tx, user, 'passkey-added', shown.name, actor);
        return 'added';
      });
    } catch (error) {
      if (isTaken(error, 'passkeys_credential')) return 'known';
      throw error;
    }
  }

  /** Whom an answer to this question lets in; every key counts its uses, and one that was copied falls behind. */
  async owner(answer: string, challenge: string): Promise<User | undefined> {
    const credential = await credentialOf(answer);
    const key = credential && (await one<KnownKey & { id: string }>(this.database, FIND, [credential]));
    if (!key) return undefined;
    // Before the count: a password that is changed from now on ends what comes of it.
    const user = await this.users.get(this.database.manager, key.userId);
    const counter = await signedBy(answer, challenge, this.party, { ...key, counter: Number(key.counter) });
    if (counter === undefined) return undefined;
    const used = await affected(this.database.manager, USE, [key.id, counter, this.clock.now()]);
    return used === 1 ? user : undefined;
  }

  /** Gives a key another name; false when there is no such key of theirs. */
  async rename(userId: string, id: string, name: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const sql = 'UPDATE passkeys SET name = $3 WHERE user_id = $1 AND id = $2';
      if ((await affected(tx, sql, [userId, id, name])) === 0) return false;
      await this.audit.record(tx, actor, 'user.passkey-renamed', { kind: 'user', id: userId }, { key: name });
      return true;
    });
  }

  /** Takes a key away, if a password is left to come in by, and tells so by letter; false when nothing was taken. */
  async remove(userId: string, id: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      // Whoever takes the password away meanwhile waits, or has done so: the last way in stays.
      if (!(await one(tx, HOLD_PASSWORD, [userId]))) return false;
      const sql = 'DELETE FROM passkeys WHERE user_id = $1 AND id = $2 RETURNING name';
      const [gone] = await touched<{ name: string }>(tx, sql, [userId, id]);
      if (!gone) return false;
      await this.tell(tx, await this.users.get(tx, userId), 'passkey-removed', gone.name, actor);
      return true;
    });
  }

  /** Takes all keys away within the caller's transaction, whose letter tells of it; gives how many there were. */
  async removeAll(tx: EntityManager, userId: string, actor: Actor): Promise<number> {
    const sql = 'DELETE FROM passkeys WHERE user_id = $1 RETURNING name';
    const gone = await touched<{ name: string }>(tx, sql, [userId]);
    for (const { name: key } of gone) {
      await this.audit.record(tx, actor, 'user.passkey-removed', { kind: 'user', id: userId }, { key });
    }
    return gone.length;
  }

  /** How many a resident has. */
  async count(tx: EntityManager, userId: string): Promise<number> {
    return (await one<{ count: number }>(tx, COUNT, [userId]))!.count;
  }

  private async tell(
    tx: EntityManager,
    user: User,
    kind: 'passkey-added' | 'passkey-removed',
    key: string,
    actor: Actor,
  ): Promise<void> {
    await this.audit.record(tx, actor, `user.${kind}`, { kind: 'user', id: user.id }, { key });
    const to = { to: user.email, name: fullName(user), userId: user.id };
    await this.mail.queue(tx, { kind, ...to, data: { login: user.login, key } });
  }
}

const LIST = `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM passkeys
  WHERE user_id = $1 ORDER BY created_at, id`;
const HOLD = `SELECT FROM users WHERE id = $1 AND status = 'active' AND password_changed_at = $2
    AND password_hash IS NOT NULL FOR UPDATE`;
const HOLD_PASSWORD = 'SELECT FROM users WHERE id = $1 AND password_hash IS NOT NULL FOR UPDATE';
const COUNT = 'SELECT count(*)::integer AS count FROM passkeys WHERE user_id = $1';
const ADD = `INSERT INTO passkeys (user_id, credential, public_key, counter, name, created_at)
  VALUES ($1, $2, $3, $4, $5, $6)`;
const FIND = `SELECT id, user_id AS "userId", credential, public_key AS "publicKey", counter
  FROM passkeys WHERE credential = $1`;
/** Keys that do not count say nought each time. */
const USE = `UPDATE passkeys SET counter = $2, last_used_at = $3
  WHERE id = $1 AND (counter < $2 OR counter = 0 AND $2 = 0)`;
