import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { HouseSearch } from '../../accounts/search/house-search.service.js';
import { spokenAddress } from '../../accounts/search/spoken-address.js';
import type { Config } from '../../core/config.js';
import { one, type Queryable, rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { ReadingsService } from '../readings.service.js';
import type { MissingFilter } from './missing-filter.js';
import { COUNT, MISSING_FLATS, type MissingFlat, type Reach, REACH_OF } from './missing-flats.sql.js';

/** A page ends with the house in which it has got so many flats, or after so many houses where nearly all have sent. */
const FLATS_OF_PAGE = 50;
const HOUSES_OF_PAGE = 60;
/** Houses of one statement: few at first, since mostly they fill the page, then more and more. */
const FIRST_PORTION = 1;
const MOST_OF_PORTION = 16;
/** About a hundred sheets; more is a workbook's matter. */
export const MOST_PRINTED = 2000;
const MOST_HOUSES = 2000;

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
  /** How many houses the filter has chosen. */
  readonly houses: number;
}

/** Reads who has not sent the readings of the month that is being closed, flat by flat in the order of the doors. */
@Injectable()
export class MissingFlats {
  private readonly order = new Intl.Collator('ru', { numeric: true });

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly houseSearch: HouseSearch,
    private readonly readings: ReadingsService,
  ) {}

  /** The houses of a filter in the order of their addresses. */
  async houses({ house, q }: MissingFilter): Promise<House[]> {
    const found =
      q === ''
        ? await rowsOf<House>(
            this.database,
            `SELECT id, address FROM house_addresses WHERE $1 = '' OR id = nullif($1, '')::uuid`,
            [house],
          )
        : await this.houseSearch.find(spokenAddress(q), MOST_HOUSES);
    return found.toSorted((first, second) => this.order.compare(first.address, second.address));
  }

  /** A page after a house; empty at the beginning. */
  async page(filter: MissingFilter, after: string): Promise<MissingPage> {
    const houses = await this.houses(filter);
    const flats: MissingFlat[] = [];
    const first = houses.findIndex(({ id }) => id === after) + 1;
    let from = first;
    let portion = FIRST_PORTION;
    while (from < houses.length && flats.length < FLATS_OF_PAGE && from - first < HOUSES_OF_PAGE) {
      flats.push(...(await this.of(this.database, houses.slice(from, from + portion))));
      from += portion;
      portion = Math.min(MOST_OF_PORTION, 2 * portion);
    }
    return { flats, next: from < houses.length ? houses[from - 1]!.id : undefined, houses: houses.length };
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
    const houses = await this.houses(filter);
    for (let from = 0; from < houses.length; from += MOST_OF_PORTION) {
      yield await this.of(tx, houses.slice(from, from + MOST_OF_PORTION));
    }
  }

  /** How many flats have not sent; without a number in a company whose houses are too many to count on a first page. */
  async waiting(): Promise<{ any: boolean; count?: number }> {
    const houses = await this.houses({ house: '', q: '' });
    if (houses.length > HOUSES_OF_PAGE) {
      const { flats, next } = await this.page({ house: '', q: '' }, '');
      return { any: flats.length > 0 || next !== undefined };
    }
    const { count } = (await one<{ count: number }>(this.database, COUNT, this.parameters(houses)))!;
    return { any: count > 0, count };
  }

  /** How many letters a reminder would be, and whom none would reach. */
  async reach(filter: MissingFilter): Promise<Reach> {
    const houses = await this.houses(filter);
    return (await one<Reach>(this.database, REACH_OF, this.parameters(houses)))!;
  }

  /** What statements over houses are asked with: the day, the houses, the zone. */
  parameters(houses: readonly House[]): [string, string[], string] {
    return [this.readings.today(), houses.map(({ id }) => id), this.config.timeZone];
  }

  private of(on: Queryable, houses: readonly House[]): Promise<MissingFlat[]> {
    return rowsOf<MissingFlat>(on, MISSING_FLATS, this.parameters(houses));
  }
}
