import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../core/database.js';
import { area, nonBreaking } from '../text/russian.js';
import { POOL } from '../core/tokens.js';
import { shortName } from '../users/person-name.js';
import { type Balance, balanceOf } from './balance.js';

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
}

const COLUMNS = `a.id, a.number, a.address, a.owner_name, a.total_area, a.residents, a.closed, a.balance_kopecks, a.balance_on::text, a.house_id
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

const RESIDENTS_OF_ACCOUNT = new Prepared<{
  user_id: string;
  first_name: string;
  last_name: string;
  created_at: Date;
}>(
  'residents of account',
  `SELECT u.id AS user_id, u.first_name, u.last_name, l.created_at
   FROM active_links l JOIN residents u ON u.id = l.user_id
   WHERE l.account_id = $1 ORDER BY l.created_at`,
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
}

/** An account, and whether the resident has others. */
export interface LinkedAccount extends AccountPage {
  readonly several: boolean;
}

/** Whether there is anything to be done for several accounts at once. */
export function hasSeveralOpen(accounts: readonly AccountPage[]): boolean {
  return accounts.filter(({ closed }) => !closed).length > 1;
}

/** Somebody who has linked an account. */
export interface LinkedResident {
  readonly name: string;
  readonly since: Date;
  readonly self: boolean;
}

/** Reads accounts for the residents who have linked them; there is no other way to read one. */
@Injectable()
export class AccountsService {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async linkedTo(userId: string): Promise<AccountPage[]> {
    return (await LINKED.rows(this.pool, userId)).map(toPage);
  }

  /** The account, or undefined when it is missing or not linked: the same for the one who asks. */
  async find(userId: string, accountId: string): Promise<LinkedAccount | undefined> {
    const row = await LINKED_ACCOUNT.first(this.pool, userId, accountId);
    return row && { ...toPage(row), several: row.several };
  }

  async residentsOf(accountId: string, userId: string): Promise<LinkedResident[]> {
    const rows = await RESIDENTS_OF_ACCOUNT.rows(this.pool, accountId);
    return rows.map((row) => ({
      name: shortName({ firstName: row.first_name, lastName: row.last_name }),
      since: row.created_at,
      self: row.user_id === userId,
    }));
  }
}

function toPage(row: AccountRow): AccountPage {
  return {
    id: row.id,
    number: row.number,
    address: nonBreaking(row.address),
    owner: row.owner_name,
    area: row.total_area === null ? null : area(row.total_area),
    residents: row.residents,
    closed: row.closed,
    balance: balanceOf(row.balance_kopecks, row.balance_on),
    owed: row.balance_kopecks === null ? null : BigInt(row.balance_kopecks),
    knownUntil: row.balance_on,
    houseId: row.house_id,
  };
}
