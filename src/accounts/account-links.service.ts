import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { Clock } from '../core/clock.js';
import { UsersService } from '../users/users.service.js';
import { affected, one, rowsOf } from '../core/query.js';
import { HouseholdLetters } from './household/household-letters.js';
import { type Role, ROLES } from './household/rights.js';

/** As whom somebody gets an account, and by what. */
export interface LinkTerms {
  readonly role: Role;
  readonly codeWordId?: string;
  readonly invitedBy?: string;
  /** The midnight after the last day. */
  readonly until?: Date | null;
  readonly seesMoney?: boolean;
}

/** Who has ended a link: the resident, the office, an owner of the account, or the day that was set. */
export type EndedBy = 'resident' | 'staff' | 'owner' | 'time';

/** `last`: the last owner stays while others see the account by their leave. */
export type Unlinked = 'done' | 'missing' | 'last';

/** Links residents and accounts, and tells everybody concerned by letter. */
@Injectable()
export class AccountLinksService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly letters: HouseholdLetters,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Of several that change who sees an account, one does it after another. */
  async takeTurn(tx: EntityManager, accountId: string): Promise<void> {
    await tx.query("SELECT pg_advisory_xact_lock(hashtextextended('household ' || $1, 0))", [accountId]);
  }

  /** Links an account within the caller's transaction; false when this resident has it as much already. */
  async link(
    tx: EntityManager,
    userId: string,
    accountId: string,
    { role, codeWordId, invitedBy, until, seesMoney }: LinkTerms,
    actor: Actor,
  ): Promise<boolean> {
    await this.takeTurn(tx, accountId);
    const now = this.clock.now();
    const terms = [userId, accountId, role, until ?? null, seesMoney ?? false];
    // a link whose day has passed is none
    await affected(
      tx,
      `UPDATE account_links SET ended_at = until, ended_by = 'time'
       WHERE user_id = $1 AND account_id = $2 AND ended_at IS NULL AND until <= $3`,
      [userId, accountId, now],
    );
    // A word gives more and never less; what an owner offers anew takes the place of what was.
    const changed = await affected(
      tx,
      `UPDATE account_links SET role = $3, until = $4, sees_money = $5, code_word_id = coalesce($6, code_word_id),
         invited_by = coalesce($7, invited_by)
       WHERE user_id = $1 AND account_id = $2 AND ended_at IS NULL AND role <> 'owner'
         AND ($7::uuid IS NOT NULL OR $3 = 'owner' OR role <> 'family')`,
      [...terms, codeWordId ?? null, invitedBy ?? null],
    );
    const rows = await rowsOf<unknown>(
      tx,
      `INSERT INTO account_links (user_id, account_id, role, until, sees_money, code_word_id, invited_by, created_at, sees_from)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8, owner_since FROM accounts WHERE id = $2
       ON CONFLICT (user_id, account_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [...terms, codeWordId ?? null, invitedBy ?? null, now],
    );
    if (changed === 0 && rows.length === 0) return false;
    const details = { userId, codeWordId, role: ROLES[role], until };
    await this.audit.record(tx, actor, 'account.linked', { kind: 'account', id: accountId }, details);
    await this.letters.linked(tx, await this.users.get(tx, userId), accountId, role);
    return true;
  }

  /** Ends a resident's own link. */
  async unlinkOwn(userId: string, accountId: string, actor: Actor): Promise<Unlinked> {
    return this.database.transaction((tx) =>
      this.leave(tx, { userId, accountId, by: 'resident', reason: null, actor }),
    );
  }

  /**
   * Ends all links of a resident who leaves; gives how many there were. Where that was the last owner, whoever saw the account
   * by their leave goes with them.
   */
  async endAll(tx: EntityManager, userId: string, actor: Actor): Promise<number> {
    const links = await rowsOf<{ account_id: string }>(
      tx,
      'SELECT account_id FROM account_links WHERE user_id = $1 AND ended_at IS NULL ORDER BY account_id',
      [userId],
    );
    for (const { account_id: accountId } of links) {
      await this.takeTurn(tx, accountId);
      if (await this.isLastOwner(tx, userId, accountId)) {
        await this.endOthers(tx, {
          accountId,
          but: userId,
          by: 'owner',
          reason: null,
          actor,
          told: OWNER_GONE,
        });
      }
      await this.end(tx, { userId, accountId, by: 'resident', reason: null, actor });
    }
    return links.length;
  }

  /** Ends a link for the office, which must say why; the resident gets a letter. */
  async unlinkByStaff(userId: string, accountId: string, reason: string, actor: Actor): Promise<Unlinked> {
    return this.database.transaction(async (tx) => {
      const outcome = await this.leave(tx, { userId, accountId, by: 'staff', reason, actor });
      if (outcome === 'done') {
        await this.letters.unlinked(tx, await this.users.get(tx, userId), accountId, reason);
      }
      return outcome;
    });
  }

  /** The owner is another one from now on: whoever links the account next sees what comes, not what was. */
  async beginAnew(tx: EntityManager, accountId: string): Promise<void> {
    await tx.query('UPDATE accounts SET owner_since = $2 WHERE id = $1', [accountId, this.clock.now()]);
  }

  /** Ends the links of everybody, or of all but one; whoever is concerned is told by a letter. */
  async endOthers(
    tx: EntityManager,
    { accountId, but, by, reason, actor, told }: Omit<Ending, 'userId'> & { but?: string; told: string },
  ): Promise<number> {
    const others = await rowsOf<{ user_id: string }>(
      tx,
      `SELECT user_id FROM account_links WHERE account_id = $1 AND user_id IS DISTINCT FROM $2 AND ended_at IS NULL
       ORDER BY created_at`,
      [accountId, but ?? null],
    );
    for (const { user_id: userId } of others) {
      await this.end(tx, { userId, accountId, by, reason, actor, told });
      await this.letters.ended(tx, await this.users.get(tx, userId), accountId, told, 'gone');
    }
    return others.length;
  }

  /** Who had an account linked and has it no more. */
  async former(accountId: string): Promise<string[]> {
    const rows = await rowsOf<{ user_id: string }>(
      this.database,
      `SELECT user_id FROM account_links WHERE account_id = $1
       EXCEPT SELECT user_id FROM active_links WHERE account_id = $1`,
      [accountId],
    );
    return rows.map(({ user_id: id }) => id);
  }

  /** Whether nobody who can come in would own the account without this resident, while others see it. */
  async isLastOwner(tx: EntityManager, userId: string, accountId: string): Promise<boolean> {
    const row = await one<{ last: boolean }>(
      tx,
      `SELECT count(*) > 1 AND count(*) FILTER (WHERE role = 'owner') = 1
         AND count(*) FILTER (WHERE role = 'owner' AND user_id = $1) = 1 AS last
       FROM (SELECT l.user_id, CASE WHEN u.status = 'blocked' AND l.user_id <> $1 THEN 'blocked' ELSE l.role END AS role
         FROM active_links l JOIN residents u ON u.id = l.user_id WHERE l.account_id = $2) l`,
      [userId, accountId],
    );
    return row!.last;
  }

  /** Ends one link within the caller's transaction, in its turn; false when there was none. */
  async end(tx: EntityManager, { userId, accountId, by, reason, actor, told }: Ending): Promise<boolean> {
    const count = await affected(
      tx,
      `UPDATE account_links SET ended_at = $3, ended_by = $4, end_reason = $5
       WHERE user_id = $1 AND account_id = $2 AND ended_at IS NULL`,
      [userId, accountId, this.clock.now(), by, told ?? reason],
    );
    if (count !== 1) return false;
    // nobody comes by the leave of whoever has left
    await this.revokeInvitations(tx, accountId, userId);
    // A letter about the account that still waits must not follow whom it is not any more.
    await this.mail.withdraw(tx, bulkKinds(), userId, accountId);
    const details = { userId, by, reason };
    await this.audit.record(tx, actor, 'account.unlinked', { kind: 'account', id: accountId }, details);
    return true;
  }

  /** Takes back invitations that wait, of one resident or all of an account; gives how many there were. */
  revokeInvitations(tx: EntityManager, accountId: string, invitedBy?: string): Promise<number> {
    return affected(
      tx,
      `UPDATE household_invitations SET revoked_at = $3 WHERE account_id = $1 AND ($2::uuid IS NULL OR invited_by = $2)
         AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > $3`,
      [accountId, invitedBy ?? null, this.clock.now()],
    );
  }

  private async leave(tx: EntityManager, ending: Ending): Promise<Unlinked> {
    await this.takeTurn(tx, ending.accountId);
    if (await this.isLastOwner(tx, ending.userId, ending.accountId)) return 'last';
    return (await this.end(tx, ending)) ? 'done' : 'missing';
  }
}

/** Whose link ends, by whom and why. */
export interface Ending {
  readonly userId: string;
  readonly accountId: string;
  readonly by: EndedBy;
  /** Of whoever ends it, for the journal. */
  readonly reason: string | null;
  /** What the resident reads of it, where that is not the same. */
  readonly told?: string;
  readonly actor: Actor;
}

const OWNER_GONE = 'владелец счета удалил свой кабинет';
