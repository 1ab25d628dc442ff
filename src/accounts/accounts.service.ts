import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../core/database.js';
import { area, nonBreaking } from '../text/russian.js';
import { POOL } from '../core/tokens.js';
import { type Balance, balanceOf } from './balance.js';
import { type Rights, type Role, rightsOf } from './household/rights.js';

interface AccountRow {
  id: string;
  number: string;
  address: string;
  owner_name: string;
  total_area: string | null;
  residents: number | null;
  closed: boolean;
  balance_kopecks: string | null;
  balance_on: string | null;
  house_id: string;
  role: Role;
  sees_money: boolean;
  sees_from: Date | null;
  tenant_since: Date | null;
}

const COLUMNS = `a.id, a.number, a.address, a.owner_name, a.total_area, a.residents, a.closed, a.balance_kopecks, a.balance_on::text, a.house_id,
  l.role, l.sees_money, l.sees_from, CASE WHEN l.role = 'tenant' THEN l.created_at END AS tenant_since
  FROM active_links l JOIN account_places a ON a.id = l.account_id`;

const LINKED = new Prepared<AccountRow>(
  'linked accounts',
  `SELECT ${COLUMNS} WHERE l.user_id = $1 ORDER BY l.created_at, a.number`,
);

/** Also what the benchmark runs beside us. @public */
export const LINKED_ACCOUNT = new Prepared<AccountRow & { several: boolean }>(
  'account',
  `SELECT EXISTS (SELECT FROM active_links o WHERE o.user_id = l.user_id AND o.account_id <> l.account_id) AS several,
     ${COLUMNS} WHERE l.user_id = $1 AND l.account_id = $2`,
);

const RIGHTS_OF = new Prepared<Pick<AccountRow, 'id' | 'role' | 'sees_money'>>(
  'rights of a resident',
  'SELECT account_id AS id, role, sees_money FROM active_links WHERE user_id = $1',
);

/** An account as the resident sees it. */
export interface AccountPage {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly owner: string;
  readonly area: string | null;
  readonly residents: number | null;
  readonly closed: boolean;
  readonly balance: Balance | null;
  /** The same in kopecks; positive is a debt. */
  readonly owed: bigint | null;
  /** The last day whose payments are known, `2026-10-31`. */
  readonly knownUntil: string | null;
  readonly houseId: string;
  readonly role: Role;
  readonly may: Rights;
  /** Since the owner is another one, or a tenant is there: papers of before tell of other people. */
  readonly seesFrom: Date | null;
  /** Since when a tenant is there, who sees nothing of what was used before; null for all others. */
  readonly tenantSince: Date | null;
}

/** An account, and whether the resident has others. */
export interface LinkedAccount extends AccountPage {
  readonly several: boolean;
}

/** Whether readings of several accounts may be sent at once. */
export function hasSeveralToRead(accounts: readonly AccountPage[]): boolean {
  return accounts.filter(({ closed, may }) => !closed && may.readings).length > 1;
}

/** Reads accounts for the residents who have linked them; there is no other way to read one. */
@Injectable()
export class AccountsService {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async linkedTo(userId: string): Promise<AccountPage[]> {
    return (await LINKED.rows(this.pool, userId)).map(toPage);
  }

  /** What a resident may, account by account. */
  async rightsOf(userId: string): Promise<{ id: string; may: Rights }[]> {
    const rows = await RIGHTS_OF.rows(this.pool, userId);
    return rows.map(({ id, role, sees_money: seesMoney }) => ({ id, may: rightsOf(role, seesMoney) }));
  }

  /** The account, or undefined when it is missing or not linked: the same for the one who asks. */
  async find(userId: string, accountId: string): Promise<LinkedAccount | undefined> {
    const row = await LINKED_ACCOUNT.first(this.pool, userId, accountId);
    return row && { ...toPage(row), several: row.several };
  }
}

/** Whoever may not know something gets a page without it, so that no template has to ask. */
function toPage(row: AccountRow): AccountPage {
  const may = rightsOf(row.role, row.sees_money);
  const balance = may.money ? row.balance_kopecks : null;
  return {
    id: row.id,
    number: row.number,
    address: nonBreaking(row.address),
    owner: may.owner ? row.owner_name : '',
    area: row.total_area === null || !may.owner ? null : area(row.total_area),
    residents: may.owner ? row.residents : null,
    closed: row.closed,
    balance: balanceOf(balance, row.balance_on),
    owed: balance === null ? null : BigInt(balance),
    knownUntil: row.balance_on,
    houseId: row.house_id,
    ...{
      role: row.role,
      may,
      seesFrom: later(row.sees_from, row.tenant_since),
      tenantSince: row.tenant_since,
    },
  };
}

function later(one: Date | null, other: Date | null): Date | null {
  return one === null || (other !== null && other > one) ? other : one;
}
