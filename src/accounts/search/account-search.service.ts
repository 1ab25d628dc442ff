import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import type { Tried } from '../../panel/understood.js';
import { toCyrillicLayout } from '../../text/keyboard-layout.js';
import { accountQuery } from './account-query.js';
import {
  ASKED,
  type FoundAccount,
  type FoundHouse,
  MOST_LOOKED_AT,
  REFRESH,
  WORDS_LIKE,
} from './account-search.sql.js';
import { tokensOf } from './address-words.js';
import { HouseSearch } from './house-search.service.js';
import { isNear, withWords } from './near-words.js';
import { fitOf, type SpokenAddress } from './spoken-address.js';

/** What one who searches waits for at most; the rest is done by the product itself. */
const CHANGES_AT_ONCE = 500;
const LONGEST = 100;
const TRIES = 20;
const PAUSE_MS = 25;
const MOST_HOUSES = 20;
/** A flat of a house that was not meant, though the words fit. */
const NO_FIT = 100;

/** What was found, the likeliest first. */
export interface AccountsFound {
  readonly accounts: readonly FoundAccount[];
  readonly houses: readonly FoundHouse[];
  /** Where more accounts have the words than are looked at: the question to the keys itself. */
  readonly question?: string;
  /** What was looked for instead, where nothing was found for what was typed. */
  readonly tried?: Tried;
}

const NOTHING: AccountsFound = { accounts: [], houses: [] };

/** Finds flats and houses by whatever people say: address, name, telephone, e-mail, number of the account or of a meter. */
@Injectable()
export class AccountSearch {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly houseSearch: HouseSearch,
  ) {}

  /** The best of what was found; what finds nothing is tried as keys of the other layout, and with a letter wrong. */
  async find(asked: string, most: number): Promise<AccountsFound> {
    const text = asked.replaceAll('№', ' ').normalize('NFKC').slice(0, LONGEST).trim();
    if (text === '') return NOTHING;
    await this.catchUp();
    const found = await this.look(text, most);
    if (isSomething(found)) return found;
    const russian = /[a-z]/i.test(text) ? toCyrillicLayout(text.toLowerCase()) : undefined;
    if (russian !== undefined) {
      const other = await this.look(russian, most);
      if (isSomething(other)) return { ...other, tried: { text: russian, why: 'layout' } };
    }
    for (const one of russian === undefined ? [text] : [text, russian]) {
      const near = await this.withSlips(one, most);
      if (near) return near;
    }
    return NOTHING;
  }

  /** What somebody else is writing keys of at this moment is waited for a little: it may be what is looked for. */
  private async catchUp(): Promise<void> {
    for (let tries = 0; tries < TRIES; tries += 1) {
      const done = await REFRESH.first(this.pool, CHANGES_AT_ONCE);
      if (!done?.noted || done.taken > 0) return;
      await sleep(PAUSE_MS);
    }
  }

  /** Writes keys of what has changed; returns how many changes were worked off. */
  async refresh(most: number): Promise<number> {
    return (await REFRESH.first(this.pool, most))?.taken ?? 0;
  }

  private async look(
    text: string,
    most: number,
    meant?: ReadonlyMap<string, readonly string[]>,
  ): Promise<AccountsFound> {
    const { queries, spoken } = accountQuery(text, meant);
    return this.asked(queries, spoken, most);
  }

  private async asked(
    queries: readonly string[],
    spoken: SpokenAddress,
    most: number,
  ): Promise<AccountsFound> {
    const [{ accounts, question }, houses] = await Promise.all([
      this.accounts(queries, spoken),
      this.houses(spoken),
    ]);
    return {
      ...{ accounts: accounts.slice(0, most), houses: houses.slice(0, most) },
      ...(question !== undefined && { question }),
    };
  }

  private async accounts(
    queries: readonly string[],
    spoken: SpokenAddress,
  ): Promise<{ accounts: FoundAccount[]; question?: string }> {
    for (const query of queries) {
      const rows = await ASKED.rows(this.pool, query);
      if (rows.length === 0) continue;
      const accounts = this.inOrder(rows, spoken);
      return rows.length < MOST_LOOKED_AT ? { accounts } : { accounts, question: query };
    }
    return { accounts: [] };
  }

  /** Where an address was said, flats of the house that was meant come first, that flat before those like it. */
  private inOrder(rows: readonly FoundAccount[], spoken: SpokenAddress): FoundAccount[] {
    const inOrder = new Intl.Collator('ru', { numeric: true });
    const ranked = rows.map((row) => ({ row, rank: this.rank(row, spoken) }));
    ranked.sort(
      (one, other) =>
        Number(one.row.closed) - Number(other.row.closed) ||
        one.rank - other.rank ||
        inOrder.compare(one.row.address, other.row.address),
    );
    const best = ranked.filter(({ rank }) => rank < NO_FIT);
    return (best.length > 0 ? best : ranked).map(({ row }) => row);
  }

  private rank({ house, unit, owner_name: owner, residents }: FoundAccount, spoken: SpokenAddress): number {
    const names = tokensOf([owner, ...residents].join(' '));
    const words = spoken.words.filter((word) => !names.some((name) => name.startsWith(word)));
    if (words.length === 0 && spoken.numbers.length === 0 && spoken.flat === '') return 0;
    const fit = fitOf({ ...spoken, words }, house);
    if (!fit) return NO_FIT;
    const flat = tokensOf(unit).join('');
    return (
      fit.rank +
      (fit.flat === '' || fit.flat === flat ? 0 : NO_FIT / 2) +
      (this.houseSearch.isElsewhere(house) ? 0.1 : 0)
    );
  }

  private async houses(spoken: SpokenAddress): Promise<FoundHouse[]> {
    // a single letter is an initial
    if (spoken.words.every((word) => word.length < 2)) return [];
    const houses = await this.houseSearch.find(spoken, MOST_HOUSES);
    const counts = await this.houseSearch.counts(houses.map(({ id }) => id));
    return houses.map(({ id, address }) => ({ id, address, accounts: counts.get(id) ?? 0 }));
  }

  private async withSlips(text: string, most: number): Promise<AccountsFound | undefined> {
    const { words } = accountQuery(text);
    if (words.length === 0) return undefined;
    const meant = new Map<string, string[]>();
    for (const { typed, word } of await WORDS_LIKE.rows(this.pool, [...words])) {
      if (isNear(typed, word)) meant.set(typed, [...(meant.get(typed) ?? []), word]);
    }
    if (meant.size === 0) return undefined;
    // the address is compared with what each word may be
    const corrected = withWords(text, meant);
    const { queries } = accountQuery(text, meant);
    const { spoken } = accountQuery(corrected);
    const found = await this.asked(queries, spoken, most);
    return isSomething(found) ? { ...found, tried: { text: corrected, why: 'slip' } } : undefined;
  }
}

function isSomething({ accounts, houses }: AccountsFound): boolean {
  return accounts.length > 0 || houses.length > 0;
}
