import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { Clock } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { one } from '../../core/query.js';
import { POOL } from '../../core/tokens.js';
import { UsersService } from '../../users/users.service.js';
import { AccountLinksService } from '../account-links.service.js';
import { HouseholdLetters } from './household-letters.js';
import type { Role } from './rights.js';
import { mayIn } from './rights.sql.js';

/** Somebody who sees an account. */
export interface Member {
  readonly link: string;
  readonly user_id: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly role: Role;
  readonly sees_money: boolean;
  readonly since: Date;
  readonly until: Date | null;
}

const MEMBERS = new Prepared<Member>(
  'household',
  `SELECT l.id AS link, l.user_id, u.first_name, u.last_name, l.role, l.sees_money, l.created_at AS since, l.until
   FROM active_links l JOIN residents u ON u.id = l.user_id WHERE l.account_id = $1
   ORDER BY l.role <> 'owner', l.created_at, l.id`,
);

/** Links whose day has passed and that nobody has closed yet. */
export const PASSED_LINKS = `
  SELECT id AS key FROM account_links WHERE ended_at IS NULL AND until <= now() ORDER BY until LIMIT $1`;

const SYSTEM: Actor = { kind: 'system' };

/** Who sees an account, and how that ends. */
@Injectable()
export class Household {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly users: UsersService,
    private readonly links: AccountLinksService,
    private readonly letters: HouseholdLetters,
    private readonly clock: Clock,
  ) {}

  /** Owners first, then the others as they came; whose account it is has been asked before. */
  members(accountId: string): Promise<Member[]> {
    return MEMBERS.rows(this.pool, accountId);
  }

  /** An owner ends the rights of somebody who is none; false where there is nobody any more. */
  async end(accountId: string, linkId: string, actor: Actor & { id: string }): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.links.takeTurn(tx, accountId);
      if (!(await this.isInviting(tx, accountId, actor.id))) return false;
      const found = await one<{ user_id: string }>(
        tx,
        "SELECT user_id FROM active_links WHERE id = $1 AND account_id = $2 AND role <> 'owner'",
        [linkId, accountId],
      );
      if (!found) return false;
      const userId = found.user_id;
      await this.links.end(tx, { userId, accountId, by: 'owner', reason: null, actor });
      await this.letters.ended(
        tx,
        await this.users.get(tx, userId),
        accountId,
        'доступ закрыл владелец счета',
      );
      return true;
    });
  }

  /** Whether nobody would own the account without this resident, while others see it. */
  isLastOwner(userId: string, accountId: string): Promise<boolean> {
    return this.links.isLastOwner(this.database.manager, userId, accountId);
  }

  /** Whether a resident may invite others at this moment: asked in the turn of the account. */
  async isInviting(tx: EntityManager, accountId: string, userId: string): Promise<boolean> {
    const user = await this.users.get(tx, userId);
    if (user.status !== 'active' || user.removalAskedAt !== null) return false;
    const found = await one<unknown>(
      tx,
      `SELECT 1 FROM active_links l WHERE l.account_id = $1 AND l.user_id = $2 AND ${mayIn('l', 'inviting')}`,
      [accountId, userId],
    );
    return found !== undefined;
  }

  /** Closes a link whose day has passed, with a line of the journal and a letter; false where it was closed already. */
  async closePassed(linkId: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const passed = (): Promise<{ user_id: string; account_id: string } | undefined> =>
        one(
          tx,
          'SELECT user_id, account_id FROM account_links WHERE id = $1 AND ended_at IS NULL AND until <= $2',
          [linkId, this.clock.now()],
        );
      const before = await passed();
      if (!before) return false;
      await this.links.takeTurn(tx, before.account_id);
      // meanwhile another link may have taken the place of this one
      if (!(await passed())) return false;
      const { user_id: userId, account_id: accountId } = before;
      const ending = { userId, accountId, by: 'time', reason: null, actor: SYSTEM } as const;
      if (!(await this.links.end(tx, ending))) return false;
      await this.letters.ended(
        tx,
        await this.users.get(tx, userId),
        accountId,
        'наступил день, до которого доступ был открыт',
      );
      return true;
    });
  }
}
