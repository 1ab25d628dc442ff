import { Inject, Injectable } from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { type AccountsFound, guessed, isSomething, NOTHING } from './accounts-found.js';
import { type AccountQuery, accountQuery } from './account-query.js';
import { ASKED, type FoundAccount, type FoundHouse, MOST_LOOKED_AT, REFRESH } from './account-search.sql.js';
import { tokensOf } from './address-words.js';
import { HouseSearch } from './house-search.service.js';
import { type Meant, meantBy, withWords, wordingsOf } from './near-words.js';
import { namePlace } from './name-place.js';
import { OtherReadings } from './other-readings.js';
import { initialsApart } from './said-words.js';
import { rankOfNumber, type Ranked, type Sure, sureOf } from './sure.js';
import {
  buildingAsFlat,
  fitOf,
  type SpokenAddress,
  withoutLastPart,
  withoutZeros,
} from './spoken-address.js';

/** What one who searches waits for at most; the rest is done by the product itself. */
const CHANGES_AT_ONCE = 500;
const LONGEST = 100;
const TRIES = 20;
const PAUSE_MS = 25;
const MOST_HOUSES = 20;
/** A flat of a house that was not meant, though the words fit. */
const NO_FIT = 100;

/** Finds flats and houses by whatever people say: address, name, telephone, e-mail, number of the account or of a meter. */
@Injectable()
export class AccountSearch {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly houseSearch: HouseSearch,
    private readonly readings: OtherReadings,
  ) {}

  /** The best of what was found as it was typed, else of what else it may mean. */
  async find(asked: string, most: number): Promise<AccountsFound> {
    const found = await this.asTyped(asked, most);
    return isSomething(found) ? found : this.otherwise(asked, most);
  }

  /** What is found for a text as it was typed, initials without dots or spaces too. */
  async asTyped(asked: string, most: number): Promise<AccountsFound> {
    const text = plain(asked);
    if (text === '') return NOTHING;
    await this.catchUp();
    return this.look(text, most);
  }

  /** What else a text may mean that finds nothing as it was typed; at last the house without its building, or the number alone. */
  async otherwise(asked: string, most: number): Promise<AccountsFound> {
    const text = plain(asked);
    const flat = buildingAsFlat(text);
    const inFlat = flat === undefined ? NOTHING : await this.asked(flat, most);
    if (flat !== undefined && inFlat.accounts.length > 0) {
      return guessed(inFlat, flat);
    }
    for await (const reading of this.readings.of(text)) {
      const found = await (reading.meant
        ? this.withSlips(reading.text, reading.meant, most)
        : this.look(reading.text, most));
      if (!isSomething(found)) continue;
      return reading.guess
        ? guessed(found, found.tried?.text ?? reading.text)
        : { ...found, tried: { text: reading.text, why: reading.why } };
    }
    const house = withoutLastPart(text);
    const near = house === undefined ? NOTHING : await this.asked(house, most);
    if (house !== undefined && isSomething(near)) return guessed(near, house);
    const [number] = (/\p{L}/u.test(text) && /\d{6,}/.exec(text)) || [];
    if (number === undefined) return NOTHING;
    return guessed(await this.asked(number, most), number);
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

  private async look(text: string, most: number): Promise<AccountsFound> {
    const found = await this.asked(text, most);
    const plainly = found.accounts.length > 0 ? undefined : withoutZeros(text);
    const plainer = plainly === undefined ? NOTHING : await this.asked(plainly, most);
    if (plainer.accounts.length > 0) return plainer;
    const apart = isSomething(found) ? undefined : initialsApart(text);
    return apart === undefined ? found : this.asked(apart, most);
  }

  private async asked(text: string, most: number): Promise<AccountsFound> {
    const query = accountQuery(text);
    const [{ accounts, question, sure }, houses] = await Promise.all([
      this.accounts(query),
      this.houses(query.spoken),
    ]);
    return {
      ...{ accounts: accounts.slice(0, most), houses: houses.slice(0, most) },
      ...(sure && { sure }),
      ...(question !== undefined && { question }),
    };
  }

  private async accounts(
    { queries, strict, surname, spoken }: AccountQuery,
    meant: Meant = new Map(),
  ): Promise<{ accounts: FoundAccount[]; question?: string; sure?: Sure | undefined }> {
    const named = surname === undefined ? [] : await ASKED.rows(this.pool, surname);
    const known = new Set(named.map(({ id }) => id));
    for (const query of [...queries, ...strict]) {
      const rows = await ASKED.rows(this.pool, query);
      const all = [...named, ...rows.filter(({ id }) => !known.has(id))];
      const ranked = this.inOrder(all, spoken, meant, strict.includes(query));
      if (ranked.length === 0) continue;
      const accounts = ranked.map(({ row }) => row);
      const sure = sureOf(ranked);
      return { accounts, sure, ...(rows.length === MOST_LOOKED_AT && { question: query }) };
    }
    return { accounts: [] };
  }

  /** Where an address was said, flats of the house that was meant come first, that flat before those like it. */
  private inOrder(
    rows: readonly FoundAccount[],
    spoken: SpokenAddress,
    meant: Meant,
    strict: boolean,
  ): Ranked[] {
    const inOrder = new Intl.Collator('ru', { numeric: true });
    const ranked = rows.map((row) => ({ row, ...this.rank(row, spoken, meant) }));
    ranked.sort(
      (one, other) =>
        Number(one.row.closed) - Number(other.row.closed) ||
        one.rank - other.rank ||
        inOrder.compare(one.row.address, other.row.address),
    );
    const best = ranked.filter(({ rank }) => rank < NO_FIT);
    // whoever names the building or the letter means no flat of another one
    return best.length > 0 || strict ? best : ranked;
  }

  private rank(row: FoundAccount, spoken: SpokenAddress, meant: Meant): Omit<Ranked, 'row'> {
    const { house, unit, owner_name: owner, residents } = row;
    const numbered = rankOfNumber(row, spoken);
    if (numbered) return numbered;
    const people = [owner, ...residents].map(tokensOf);
    const names = people.flat();
    const said = meantBy(textOf(row), meant);
    const words = spoken.words
      .map((word) => said.get(word)?.[0] ?? word)
      .filter((word) => !names.some((name) => name.startsWith(word)));
    if (words.length === 0 && spoken.numbers.length === 0 && spoken.flat === '') {
      return { rank: namePlace(spoken.words, people), whole: false };
    }
    const fit = fitOf({ ...spoken, words }, house);
    if (!fit) return { rank: NO_FIT, whole: false };
    const flat = tokensOf(unit).join('');
    const rank =
      fit.rank +
      (fit.flat === '' || fit.flat === flat ? 0 : NO_FIT / 2) +
      (this.houseSearch.isElsewhere(house) ? 0.1 : 0);
    return { rank, whole: fit.flat !== '' && fit.flat === flat };
  }

  private async houses(spoken: SpokenAddress): Promise<FoundHouse[]> {
    // a single letter is an initial
    if (spoken.words.every((word) => word.length < 2)) return [];
    const now = await this.houseSearch.find(spoken, MOST_HOUSES);
    const known = new Set(now.map(({ id }) => id));
    const once = (await this.houseSearch.once(spoken)).filter(({ id }) => !known.has(id));
    const houses = [...now, ...once].slice(0, MOST_HOUSES);
    const counts = await this.houseSearch.counts(houses.map(({ id }) => id));
    const sure = this.houseSearch.isFirst(now);
    return houses.map((house, at) => ({
      ...{ id: house.id, address: house.address, accounts: counts.get(house.id) ?? 0 },
      ...(house.former !== undefined ? { former: house.former } : at === 0 && { sure }),
    }));
  }

  /** With words as they may be meant; what was looked for instead is told in the words of what was found. */
  private async withSlips(typed: string, meant: Meant, most: number): Promise<AccountsFound> {
    const apart = initialsApart(typed);
    for (const text of apart === undefined ? [typed] : [typed, apart]) {
      const { accounts, question, sure } = await this.accounts(accountQuery(text, meant), meant);
      const [first] = accounts;
      if (!first) continue;
      const corrected = withWords(typed, meantBy(textOf(first), meant));
      return {
        accounts: accounts.slice(0, most),
        houses: (await this.houses(accountQuery(corrected).spoken)).slice(0, most),
        ...(sure && { sure }),
        ...(question !== undefined && { question }),
        tried: { text: corrected, why: 'slip' },
      };
    }
    for (const wording of wordingsOf(typed, meant)) {
      const houses = await this.houses(accountQuery(wording).spoken);
      if (houses.length > 0) {
        return { accounts: [], houses: houses.slice(0, most), tried: { text: wording, why: 'slip' } };
      }
    }
    return NOTHING;
  }
}

/** What was typed, as it is looked for. */
function plain(asked: string): string {
  return asked.replaceAll('№', ' ').normalize('NFKC').slice(0, LONGEST).trim();
}

const textOf = ({ house, owner_name: owner, residents }: FoundAccount): string =>
  [house, owner, ...residents].join(' ');
