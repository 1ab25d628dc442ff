import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../core/config.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import type { Tried } from '../../panel/understood.js';
import { streetOf } from '../../text/street.js';
import { ACCOUNTS_IN, HOUSES_LIKE, HOUSES_ONCE } from './account-search.sql.js';
import { OtherReadings } from './other-readings.js';
import { withoutSaid } from './said-words.js';
import { fitOf, OTHER_NUMBER, type SpokenAddress, spokenAddress } from './spoken-address.js';

/** A house that may be meant: the smaller the rank, the better; `flat` is what was said of a flat in it. */
export interface SpokenHouse {
  readonly id: string;
  readonly address: string;
  readonly rank: number;
  readonly flat: string;
  /** The address before a merge, where it was found by that. */
  readonly former?: string;
}

/** Houses for what was typed, and what was looked for instead where there are none for it. */
interface HousesMeant {
  readonly houses: readonly SpokenHouse[];
  readonly tried?: Tried;
}

/** Of more than so many nobody looks for the best: words too few to find by. */
const MOST_COMPARED = 1000;

/** Finds houses by an address as people say it. */
@Injectable()
export class HouseSearch {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly readings: OtherReadings,
  ) {}

  /** The best for what was typed, else for what else it may mean: for each field that asks for a house, `besides` one. */
  async meant(typed: string, most: number, besides?: string): Promise<HousesMeant> {
    const look = async (text: string): Promise<SpokenHouse[] | undefined> => {
      const spoken = spokenAddress(withoutSaid(text));
      // a single letter is an initial
      if (spoken.words.every((word) => word.length < 2)) return undefined;
      const houses = (await this.find(spoken, most)).filter(({ id }) => id !== besides);
      return houses.length > 0 ? houses : undefined;
    };
    const houses = await look(typed);
    if (houses) return { houses };
    const other = await this.readings.first(typed, look);
    return other ? { houses: other.found, tried: other.tried } : { houses: [] };
  }

  /** The best first, so many at most. */
  async find(spoken: SpokenAddress, most: number): Promise<SpokenHouse[]> {
    const fits = await this.fitting(spoken, MOST_COMPARED);
    const inOrder = new Intl.Collator('ru', { numeric: true });
    fits.sort(
      (one, other) =>
        one.rank - other.rank ||
        Number(this.isElsewhere(one.address)) - Number(this.isElsewhere(other.address)) ||
        inOrder.compare(one.address, other.address),
    );
    return meant(fits).slice(0, most);
  }

  /** Houses whose former address was said, the best first: whoever writes by it means what the house has become. */
  async once({ words, ...spoken }: SpokenAddress): Promise<SpokenHouse[]> {
    const [word] = [...words].sort((one, other) => other.length - one.length);
    if (word === undefined) return [];
    const rows = await HOUSES_ONCE.rows(this.pool, word, MOST_COMPARED);
    const fits = rows.flatMap((row) => {
      const fit = fitOf({ words, ...spoken }, row.former);
      return fit ? [{ ...row, rank: fit.rank, flat: fit.flat }] : [];
    });
    return meant(fits.sort((one, other) => one.rank - other.rank));
  }

  /** Whether the first of them fits better than the others. */
  isFirst([first, second]: readonly SpokenHouse[]): boolean {
    if (!first) return false;
    return (
      second === undefined ||
      first.rank < second.rank ||
      this.isElsewhere(first.address) < this.isElsewhere(second.address)
    );
  }

  /** All of them, in the order of their addresses: for lists that must be whole. */
  async all(typed: string): Promise<SpokenHouse[]> {
    return meant(await this.fitting(spokenAddress(withoutSaid(typed)), null));
  }

  private async fitting(spoken: SpokenAddress, most: number | null): Promise<SpokenHouse[]> {
    const [word] = [...spoken.words].sort((one, other) => other.length - one.length);
    if (word === undefined) return [];
    const digits = spoken.numbers.filter((number) => /^\d/.test(number));
    const pattern = digits.length > 0 ? `(^|[^0-9])(${digits.join('|')})([^0-9]|$)` : '';
    const rows = await HOUSES_LIKE.rows(this.pool, word, pattern, [...spoken.words], most);
    return rows.flatMap(({ id, address }) => {
      const fit = fitOf(spoken, address);
      return fit ? [{ id, address, rank: fit.rank, flat: fit.flat }] : [];
    });
  }

  /** How many open accounts each of these houses has; none are left out. */
  async counts(ids: readonly string[]): Promise<Map<string, number>> {
    const rows = await ACCOUNTS_IN.rows(this.pool, [...ids]);
    return new Map(rows.map(({ house_id: id, count }) => [id, count]));
  }

  /** Whoever says no town means the company's own. */
  isElsewhere(address: string): boolean {
    return streetOf(address, this.config.company.town) === streetOf(address, '');
  }
}

/** Beside a house that was named whole, those that only begin like it are noise. */
function meant(houses: SpokenHouse[]): SpokenHouse[] {
  const whole = houses.filter(({ rank }) => rank < OTHER_NUMBER);
  return whole.length > 0 ? whole : houses;
}
