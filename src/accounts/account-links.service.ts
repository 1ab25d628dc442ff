import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { bulkKinds } from '../mail/letters.js';
import { MailService } from '../mail/mail.service.js';
import { Clock } from '../core/clock.js';
import { fullName, shortName } from '../users/person-name.js';
import type { User } from '../users/user.entity.js';
import { UsersService } from '../users/users.service.js';
import { nonBreaking } from '../text/russian.js';
import { affected, one, rowsOf } from '../core/query.js';

/** Links residents and accounts, and tells everybody concerned by letter. */
@Injectable()
export class AccountLinksService {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly mail: MailService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Links an account within the caller's transaction; false when it was linked to this resident already. */
  async link(
    tx: EntityManager,
    userId: string,
    accountId: string,
    codeWordId: string,
    actor: Actor,
  ): Promise<boolean> {
    const rows = await rowsOf<unknown>(
      tx,
      `INSERT INTO account_links (user_id, account_id, code_word_id, created_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (user_id, account_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
      [userId, accountId, codeWordId, this.clock.now()],
    );
    if (rows.length === 0) {
      return false;
    }
    await this.audit.record(
      tx,
      actor,
      'account.linked',
      { kind: 'account', id: accountId },
      { userId, codeWordId },
    );
    await this.tellLinked(tx, await this.users.get(tx, userId), accountId);
    return true;
  }

  /** Ends a resident's own link; false when there was none. */
  async unlinkOwn(userId: string, accountId: string, actor: Actor): Promise<boolean> {
    return this.database.transaction((tx) => this.unlink(tx, userId, accountId, 'resident', null, actor));
  }

  /** Ends all links of a resident who leaves; gives how many there were. */
  async endAll(tx: EntityManager, userId: string, actor: Actor): Promise<number> {
    const links = await rowsOf<{ account_id: string }>(
      tx,
      'SELECT account_id FROM account_links WHERE user_id = $1 AND ended_at IS NULL ORDER BY created_at',
      [userId],
    );
    for (const { account_id: account } of links) {
      await this.unlink(tx, userId, account, 'resident', null, actor);
    }
    return links.length;
  }

  /** Ends a link for the office, which must say why; the resident gets a letter. */
  async unlinkByStaff(userId: string, accountId: string, reason: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const ended = await this.unlink(tx, userId, accountId, 'staff', reason, actor);
      if (ended) {
        const user = await this.users.get(tx, userId);
        const data = { ...(await this.describe(tx, accountId)), reason };
        await this.mail.queue(tx, {
          kind: 'account-unlinked',
          to: user.email,
          name: fullName(user),
          userId,
          data,
        });
      }
      return ended;
    });
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

  private async unlink(
    tx: EntityManager,
    userId: string,
    accountId: string,
    by: 'resident' | 'staff',
    reason: string | null,
    actor: Actor,
  ): Promise<boolean> {
    const count = await affected(
      tx,
      `UPDATE account_links SET ended_at = $3, ended_by = $4, end_reason = $5
       WHERE user_id = $1 AND account_id = $2 AND ended_at IS NULL`,
      [userId, accountId, this.clock.now(), by, reason],
    );
    if (count === 1) {
      // A letter about the account that still waits must not follow whom it is not any more.
      await this.mail.withdraw(tx, bulkKinds(), userId, accountId);
      const details = { userId, by, reason };
      await this.audit.record(tx, actor, 'account.unlinked', { kind: 'account', id: accountId }, details);
    }
    return count === 1;
  }

  private async tellLinked(tx: EntityManager, user: User, accountId: string): Promise<void> {
    const account = await this.describe(tx, accountId);
    await this.mail.queue(tx, {
      kind: 'account-linked',
      to: user.email,
      name: fullName(user),
      userId: user.id,
      data: account,
    });
    const others = await rowsOf<{ id: string }>(
      tx,
      'SELECT user_id AS id FROM active_links WHERE account_id = $1 AND user_id <> $2',
      [accountId, user.id],
    );
    for (const { id } of others) {
      const other = await this.users.get(tx, id);
      const data = { ...account, newcomer: shortName(user) };
      await this.mail.queue(tx, {
        kind: 'account-joined',
        to: other.email,
        name: fullName(other),
        userId: id,
        data,
      });
    }
  }

  private async describe(tx: EntityManager, accountId: string): Promise<{ number: string; address: string }> {
    const row = await one<{ number: string; address: string }>(
      tx,
      'SELECT number, address FROM account_places WHERE id = $1',
      [accountId],
    );
    return { number: row!.number, address: nonBreaking(row!.address) };
  }
}
