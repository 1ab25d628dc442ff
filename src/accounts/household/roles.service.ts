import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { one } from '../../core/query.js';
import { UsersService } from '../../users/users.service.js';
import { AccountLinksService, type Unlinked } from '../account-links.service.js';
import { HouseholdLetters } from './household-letters.js';
import type { Role } from './rights.js';

/** As whom somebody sees an account from now on. */
export interface RoleTerms {
  readonly role: Role;
  readonly until: Date | null;
  readonly seesMoney: boolean;
}

/** What the office says of the people of an account: who of them is an owner. */
@Injectable()
export class Roles {
  constructor(
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly links: AccountLinksService,
    private readonly letters: HouseholdLetters,
    private readonly audit: AuditService,
  ) {}

  /** Changes a role with its ground; the last owner stays one while others see the account. */
  async change(
    accountId: string,
    linkId: string,
    { role, until, seesMoney }: RoleTerms,
    ground: string,
    actor: Actor,
  ): Promise<Unlinked> {
    return this.database.transaction(async (tx) => {
      await this.links.takeTurn(tx, accountId);
      const link = await one<{ user_id: string; role: Role; until: Date | null; sees_money: boolean }>(
        tx,
        'SELECT user_id, role, until, sees_money FROM active_links WHERE id = $1 AND account_id = $2',
        [linkId, accountId],
      );
      if (!link) return 'missing';
      const { user_id: userId, role: before } = link;
      const was = this.letters.terms(before, link.sees_money, link.until);
      const becomes = this.letters.terms(role, seesMoney, until);
      if (role !== 'owner' && (await this.links.isLastOwner(tx, userId, accountId))) return 'last';
      await tx.query('UPDATE account_links SET role = $2, until = $3, sees_money = $4 WHERE id = $1', [
        ...[linkId, role, until, seesMoney],
      ]);
      if (role !== 'owner') await this.links.revokeInvitations(tx, accountId, userId);
      const details = { userId, before: was, after: becomes, ground };
      await this.audit.record(
        tx,
        actor,
        'household.role-changed',
        { kind: 'account', id: accountId },
        details,
      );
      const user = await this.users.get(tx, userId);
      await this.letters.role(tx, user, accountId, becomes);
      if (role === 'owner' && before !== 'owner') await this.letters.joined(tx, user, accountId, role);
      return 'done';
    });
  }
}
