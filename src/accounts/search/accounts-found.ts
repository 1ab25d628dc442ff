import type { Tried } from '../../panel/understood.js';
import type { FoundAccount, FoundHouse } from './account-search.sql.js';
import type { Sure } from './sure.js';

/** What was found, the likeliest first. */
export interface AccountsFound {
  readonly accounts: readonly FoundAccount[];
  readonly houses: readonly FoundHouse[];
  /** The first account is the only one, or named whole by its number or its flat: nothing else was meant. */
  readonly sure?: Sure;
  /** Where more accounts have the words than are looked at: the question to the keys itself. */
  readonly question?: string;
  /** What was looked for instead, where nothing was found for what was typed. */
  readonly tried?: Tried;
}

export const NOTHING: AccountsFound = { accounts: [], houses: [] };

/** What was guessed is never sure: a quick Enter would open, or call, a stranger. */
export function guessed({ sure: _, houses, ...found }: AccountsFound, text: string): AccountsFound {
  return {
    ...found,
    houses: houses.map(({ sure: _none, ...house }) => house),
    tried: { text, why: 'slip' },
  };
}

/** Whether anything was found. */
export function isSomething({ accounts, houses }: AccountsFound): boolean {
  return accounts.length > 0 || houses.length > 0;
}
