import { Injectable } from '@nestjs/common';
import type { Understood } from '../../panel/understood.js';
import { AccountSearch } from './account-search.service.js';
import { MOST_LOOKED_AT } from './account-search.sql.js';
import { HouseSearch } from './house-search.service.js';
import { withoutSaid } from './said-words.js';
import { spokenAddress } from './spoken-address.js';

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

  /** What belongs to flats that the text may mean; without a guess only to those that it names as it was typed. */
  async flats(typed: string, of: OfAccounts, guess = true): Promise<Understood | undefined> {
    const found = guess
      ? this.search.find(typed, MOST_LOOKED_AT)
      : this.search.asTyped(typed, MOST_LOOKED_AT);
    const { accounts, question, tried } = await found;
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

  /** The flat that the text names with its house, where there is one: whatever else holds the text was not meant. */
  async named(typed: string): Promise<Understood | undefined> {
    const { words, numbers, ofHouse, flat } = spokenAddress(withoutSaid(typed));
    const isFlat = flat === '' ? numbers.length > Math.max(1, ofHouse) : numbers.length > 0;
    if (words.length === 0 || !isFlat) return undefined;
    const found = await this.flats(typed, (accounts) => accounts, false);
    return found && { ...found, alone: true };
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
