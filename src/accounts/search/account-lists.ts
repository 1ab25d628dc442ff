import { Injectable } from '@nestjs/common';
import type { Understood } from '../../panel/understood.js';
import { AccountSearch } from './account-search.service.js';
import { MOST_LOOKED_AT } from './account-search.sql.js';
import { HouseSearch } from './house-search.service.js';

/** One more than lists are counted to. */
const MOST_LISTED = 10_001;
const MOST_HOUSES = 20;

/** Makes a select of a list's ids of a select of accounts. */
type OfAccounts = (accounts: string) => string;

/** Understands the search boxes above lists and in pickers of the panel as the one field of the office is understood. */
@Injectable()
export class AccountLists {
  constructor(
    private readonly search: AccountSearch,
    private readonly houseSearch: HouseSearch,
  ) {}

  /** What belongs to flats that the text may mean. */
  async flats(typed: string, of: OfAccounts): Promise<Understood | undefined> {
    const { accounts, question, tried } = await this.search.find(typed, MOST_LOOKED_AT);
    if (accounts.length === 0) return undefined;
    return {
      ids: (bind) =>
        of(
          question === undefined
            ? `SELECT unnest(${bind(accounts.map(({ id }) => id))}::uuid[])`
            : `SELECT accounts_asked(${bind(question)}::tsquery, ${MOST_LISTED})`,
        ),
      ...(tried && { tried }),
    };
  }

  /** Houses that the text may mean. */
  async houses(typed: string): Promise<Understood | undefined> {
    const { houses, tried } = await this.houseSearch.meant(typed, MOST_HOUSES);
    if (houses.length === 0) return undefined;
    return {
      ids: (bind) => `SELECT unnest(${bind(houses.map(({ id }) => id))}::uuid[])`,
      ...(tried && { tried }),
    };
  }
}
