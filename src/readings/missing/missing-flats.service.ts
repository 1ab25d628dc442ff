import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HouseSearch } from '../../accounts/search/house-search.service.js';
import type { Config } from '../../core/config.js';
import { one, type Queryable, rowsOf } from '../../core/query.js';
import { SlowLane } from '../../core/slow-lane.js';
import { CONFIG } from '../../core/tokens.js';
import type { Tried } from '../../panel/understood.js';
import { ReadingsService } from '../readings.service.js';
import type { MissingFilter } from './missing-filter.js';
import {
  COUNT,
  MISSING_FLATS,
  type MissingFlat,
  NEXT_HOUSES,
  type Reach,
  REACH_OF,
} from './missing-flats.sql.js';

/** A page ends with the house in which it has got so many flats, or after so many houses where nearly all have sent. */
const FLATS_OF_PAGE = 50;
const HOUSES_OF_PAGE = 24;
/** Houses of one statement: few at first, since mostly they fill the page, then more and more. */
const FIRST_PORTION = 1;
const MOST_OF_PORTION = 16;
/** So many are counted while somebody waits. */
const HOUSES_COUNTED = 60;
/** About a hundred sheets; more is a workbook's matter. */
export const MOST_PRINTED = 2000;

const EVERYWHERE: MissingFilter = { house: '', q: '' };

/** A house of the list. */
interface House {
  readonly id: string;
  readonly address: string;
}

/** A page of the list: whole houses. */
interface MissingPage {
  readonly flats: readonly MissingFlat[];
  /** The last house that was looked at, where there are more. */
  readonly next: string | undefined;
  /** Whether the filter has chosen no house at all. */
  readonly nowhere: boolean;
}

/** Houses of a list, so many at most after one of them; empty at the beginning. */
type NextHouses = (after: string, most: number) => Promise<readonly House[]>;

/** Reads who has not sent the readings of the month that is being closed, flat by flat in the order of the doors. */
@Injectable()
export class MissingFlats {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly houseSearch: HouseSearch,
    private readonly readings: ReadingsService,
    private readonly slow: SlowLane,
  ) {}

  /** The address of the only house of a filter, where it is one. */
  async only(filter: MissingFilter): Promise<string | undefined> {
    const next = await this.housesOf(filter);
    const [house, ...others] = await next('', 2);
    return others.length === 0 ? house?.address : undefined;
  }

  /** The filter in the words that find houses, where those that were typed find none: pages and deeds go on with these. */
  async meant(filter: MissingFilter): Promise<{ filter: MissingFilter; tried?: Tried }> {
    if (filter.q === '') return { filter };
    const { tried } = await this.houseSearch.meant(filter.q, 1);
    return tried ? { filter: { ...filter, q: tried.text }, tried } : { filter };
  }

  /** A page after a house; empty at the beginning. */
  async page(filter: MissingFilter, after: string): Promise<MissingPage> {
    const nextOf = await this.housesOf(filter);
    const flats: MissingFlat[] = [];
    let [last, seen, portion] = [after, 0, FIRST_PORTION];
    while (flats.length < FLATS_OF_PAGE && seen < HOUSES_OF_PAGE) {
      const houses = await nextOf(last, portion);
      if (houses.length === 0) break;
      flats.push(...(await this.of(this.database, houses)));
      last = houses.at(-1)!.id;
      seen += houses.length;
      portion = Math.min(MOST_OF_PORTION, 2 * portion);
    }
    const more = seen > 0 && (await nextOf(last, 1)).length > 0;
    return { flats, next: more ? last : undefined, nowhere: seen === 0 && after === '' };
  }

  /** All of it for paper; undefined where it is too much. */
  async book(filter: MissingFilter): Promise<MissingFlat[] | undefined> {
    const flats: MissingFlat[] = [];
    for await (const portion of this.all(this.database, filter)) {
      flats.push(...portion);
      if (flats.length > MOST_PRINTED) return undefined;
    }
    return flats;
  }

  /** All of it, portion by portion. */
  async *all(tx: Queryable, filter: MissingFilter): AsyncGenerator<MissingFlat[]> {
    for await (const houses of this.portions(filter, MOST_OF_PORTION)) yield await this.of(tx, houses);
  }

  /** The houses of a filter, so many at a time. */
  async *portions(filter: MissingFilter, most: number): AsyncGenerator<readonly House[]> {
    const nextOf = await this.housesOf(filter);
    let houses = await nextOf('', most);
    while (houses.length > 0) {
      yield houses;
      houses = houses.length < most ? [] : await nextOf(houses.at(-1)!.id, most);
    }
  }

  /** How many flats have not sent; without a number in a company whose houses are too many to count on a first page. */
  async waiting(): Promise<{ any: boolean; count?: number }> {
    const houses = await (await this.housesOf(EVERYWHERE))('', HOUSES_COUNTED + 1);
    if (houses.length > HOUSES_COUNTED) return { any: true };
    const { count } = (await one<{ count: number }>(this.database, COUNT, this.parameters(houses)))!;
    return { any: count > 0, count };
  }

  /** How many letters a reminder would be, and whom none would reach; of many houses it takes a while. */
  async reach(filter: MissingFilter): Promise<Reach> {
    const houses: House[] = [];
    for await (const portion of this.portions(filter, MOST_OF_PORTION ** 2)) houses.push(...portion);
    const ask = async (on: Queryable): Promise<Reach> =>
      (await one<Reach>(on, REACH_OF, this.parameters(houses)))!;
    return houses.length > HOUSES_COUNTED ? this.slow.run(ask) : ask(this.database);
  }

  /** What statements over houses are asked with: the day, the houses, the zone. */
  parameters(houses: readonly House[]): [string, string[], string] {
    return [this.readings.today(), houses.map(({ id }) => id), this.config.timeZone];
  }

  /** The houses that a filter has chosen, in the order of their addresses. */
  private async housesOf({ house, q }: MissingFilter): Promise<NextHouses> {
    if (house === '' && q === '') {
      return (after, most) => rowsOf<House>(this.database, NEXT_HOUSES, [after || null, most]);
    }
    const found =
      house === ''
        ? await this.houseSearch.all(q)
        : await rowsOf<House>(this.database, 'SELECT id, address FROM house_addresses WHERE id = $1', [
            house,
          ]);
    return (after, most) => {
      const first = found.findIndex(({ id }) => id === after) + 1;
      return Promise.resolve(found.slice(first, first + most));
    };
  }

  private of(on: Queryable, houses: readonly House[]): Promise<MissingFlat[]> {
    return rowsOf<MissingFlat>(on, MISSING_FLATS, this.parameters(houses));
  }
}
