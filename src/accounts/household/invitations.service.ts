import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { affected, one } from '../../core/query.js';
import { Secrets } from '../../core/secrets.js';
import { POOL } from '../../core/tokens.js';
import { shortName } from '../../users/person-name.js';
import { UsersService } from '../../users/users.service.js';
import { AccountLinksService } from '../account-links.service.js';
import { maskedAddress, maskedNumber, type UnitType } from '../address.js';
import { Household } from './household.service.js';
import type { Role } from './rights.js';

/** So many days an invitation waits. */
export const INVITATION_DAYS = 7;
/** What the MAC of a link is made for. */
export const PURPOSE = 'household invitation';
const SIGNED = /^([\da-f-]{36})\.[\w-]{43}$/;

/** An invitation that nobody has taken yet. */
export interface WaitingInvitation {
  readonly id: string;
  readonly email: string;
  readonly role: Role;
  readonly sees_money: boolean;
  readonly until: Date | null;
  readonly expires_at: Date;
}

/** What the invited reads before deciding; the account is masked as it is at the steps of a code word. */
export interface Offer {
  readonly inviter: string;
  readonly role: Role;
  readonly seesMoney: boolean;
  readonly until: Date | null;
  readonly number: string;
  readonly address: string;
}

const WAITING = new Prepared<WaitingInvitation>(
  'waiting invitations',
  `SELECT id, email, role, sees_money, until, expires_at FROM household_invitations
   WHERE account_id = $1 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2 ORDER BY created_at`,
);

/** Whether an account may still be opened to others. */
export const OPEN_ACCOUNT = 'SELECT 1 FROM account_places WHERE id = $1 AND NOT closed';

interface Found {
  readonly id: string;
  readonly account_id: string;
  readonly invited_by: string;
  readonly email_key: string;
  readonly role: Role;
  readonly until: Date | null;
  readonly sees_money: boolean;
  readonly accepted_by: string | null;
  readonly waits: boolean;
}

/** Invitations to see an account: asked by letter, taken once, and only by whoever has confirmed the address. */
@Injectable()
export class Invitations {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly household: Household,
    private readonly links: AccountLinksService,
    private readonly users: UsersService,
    private readonly secrets: Secrets,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Those of an account that wait. */
  waiting(accountId: string): Promise<WaitingInvitation[]> {
    return WAITING.rows(this.pool, accountId, this.clock.now());
  }

  /** Takes an invitation back; false where it waits no more. */
  async revoke(accountId: string, id: string, actor: Actor & { id: string }): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.links.takeTurn(tx, accountId);
      if (!(await this.household.isInviting(tx, accountId, actor.id))) return false;
      const count = await affected(
        tx,
        `UPDATE household_invitations SET revoked_at = $3
         WHERE id = $1 AND account_id = $2 AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3`,
        [id, accountId, this.clock.now()],
      );
      if (count === 0) return false;
      await this.audit.record(tx, actor, 'household.invitation-revoked', { kind: 'account', id: accountId });
      return true;
    });
  }

  /** What a link of a letter offers to this resident; undefined for every reason alike. */
  async offer(signed: string, userId: string): Promise<Offer | undefined> {
    const tx = this.database.manager;
    const found = await this.find(tx, signed, userId);
    if (!found?.waits || !(await this.household.isInviting(tx, found.account_id, found.invited_by))) {
      return undefined;
    }
    const account = await one<{ number: string; house: string; type: UnitType }>(
      tx,
      'SELECT number, house, unit_type AS type FROM account_places WHERE id = $1 AND NOT closed',
      [found.account_id],
    );
    return (
      account && {
        inviter: shortName(await this.users.get(tx, found.invited_by)),
        ...{ role: found.role, seesMoney: found.sees_money, until: found.until },
        ...{ number: maskedNumber(account.number), address: maskedAddress(account.house, account.type) },
      }
    );
  }

  /** The account of a link that this resident has taken, while they see it still. */
  async taken(signed: string, userId: string): Promise<string | undefined> {
    const found = await this.find(this.database.manager, signed, userId);
    return found && (await this.hasTaken(this.database.manager, found, userId))
      ? found.account_id
      : undefined;
  }

  private async hasTaken(tx: EntityManager, found: Found, userId: string): Promise<boolean> {
    if (found.accepted_by !== userId) return false;
    const sees = 'SELECT 1 FROM active_links WHERE account_id = $1 AND user_id = $2';
    return (await one(tx, sees, [found.account_id, userId])) !== undefined;
  }

  /** Takes it: the account, also for whoever presses twice; undefined for every reason of a refusal alike. */
  async accept(signed: string, actor: Actor & { id: string }): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const before = await this.find(tx, signed, actor.id);
      if (!before) return undefined;
      await this.links.takeTurn(tx, before.account_id);
      const found = await this.find(tx, signed, actor.id);
      if (found && (await this.hasTaken(tx, found, actor.id))) return found.account_id;
      if (!found?.waits || !(await this.household.isInviting(tx, found.account_id, found.invited_by))) {
        return undefined;
      }
      const { id, account_id: accountId, invited_by: invitedBy, role, until, sees_money: seesMoney } = found;
      if (!(await one(tx, OPEN_ACCOUNT, [accountId]))) return undefined;
      await tx.query('UPDATE household_invitations SET accepted_at = $2, accepted_by = $3 WHERE id = $1', [
        ...[id, this.clock.now(), actor.id],
      ]);
      await this.links.link(tx, actor.id, accountId, { role, until, seesMoney, invitedBy }, actor);
      return accountId;
    });
  }

  /** The invitation of a link, where the resident has confirmed the address that it went to. */
  private async find(tx: EntityManager, signed: string, userId: string): Promise<Found | undefined> {
    const id = SIGNED.exec(signed)?.[1];
    if (id === undefined) return undefined;
    const found = await one<Found & { token_hmac: Buffer }>(
      tx,
      `SELECT id, account_id, invited_by, email_key, role, until, sees_money, accepted_by, token_hmac,
         accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $2 AND (until IS NULL OR until > $2) AS waits
       FROM household_invitations WHERE id = $1`,
      [id, this.clock.now()],
    );
    if (!found || !this.secrets.matches(PURPOSE, signed, found.token_hmac)) return undefined;
    const user = await this.users.get(tx, userId);
    const isTheirs =
      user.emailConfirmedAt !== null && user.status === 'active' && user.emailKey === found.email_key;
    return isTheirs ? found : undefined;
  }
}
