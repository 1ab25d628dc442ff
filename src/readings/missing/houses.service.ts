import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { ADDRESS_ORDER } from '../../accounts/accounts.sql.js';
import { HouseSearch } from '../../accounts/search/house-search.service.js';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { triedText } from '../../panel/understood.js';
import { ReadingsService } from '../readings.service.js';
import { closingMonth, lastDayFor, metersOf, NOT_READ, windowsOf } from './missing.sql.js';

/** How far a house is with the readings of the month that is being closed. */
interface HouseReadings {
  readonly id: string;
  readonly address: string;
  /** `2026-11`. */
  readonly period: string;
  /** The day to write readings down with, so that they count for the month; null where it is today. */
  readonly day: string | null;
  readonly meters: number;
  /** Meters without a reading. */
  readonly missing: number;
}

/** A house of the list. */
type ListedHouse = Pick<HouseReadings, 'id' | 'address'>;

/** A page of houses, the last of them where there are more, and what was looked for instead. */
interface HousesPage {
  readonly houses: HouseReadings[];
  readonly last?: string | undefined;
  readonly tried?: string;
}

const MOST_MEANT = 500;
/** So many stand on a page: what is counted does not grow with the company. */
const HOUSES_ON_PAGE = 25;

/** Houses with meters that people read, by their address. */
export const LISTED = new Prepared<ListedHouse>(
  'houses that are read',
  `SELECT h.id, h.address FROM house_addresses h
   WHERE ($1 = '' OR search_key(h.address) LIKE '%' || search_key($1) || '%')
     AND ($3::uuid[] IS NULL OR h.id = ANY ($3))
     AND ($2::uuid IS NULL OR (h.address COLLATE ru_numeric, h.id) > (SELECT b.address, b.id FROM house_addresses b WHERE b.id = $2))
     AND EXISTS (SELECT FROM installed_meters m JOIN account_places a ON a.id = m.account_id
                 WHERE a.house_id = h.id AND NOT a.closed AND NOT m.automatic)
   ORDER BY ${ADDRESS_ORDER} LIMIT ${HOUSES_ON_PAGE + 1}`,
);

/** How far these are. */
export const COUNTED = new Prepared<Omit<HouseReadings, 'address'>>(
  'readings of houses',
  `SELECT m.house_id AS id, to_char(max(w.period), 'YYYY-MM') AS period,
          nullif(max(${lastDayFor('$1::date')}), $1::date)::text AS day, count(DISTINCT m.id)::integer AS meters,
          count(DISTINCT m.id) FILTER (WHERE missing)::integer AS missing
   FROM ${metersOf('$2')} m
   JOIN ${windowsOf(closingMonth('$1::date'))} w ON w.house_id = m.house_id AND w.resource = m.resource
   CROSS JOIN LATERAL (SELECT ${NOT_READ} AS missing) r
   WHERE w.house_id = ANY ($2::uuid[])
   GROUP BY m.house_id`,
);

/** Tells house by house how many readings have come. */
@Injectable()
export class HouseReadingsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly readings: ReadingsService,
    private readonly search: HouseSearch,
  ) {}

  /** A page of the houses whose address holds a text, or which it may mean, or of all: the first, or what follows a house. */
  async page(text: string, after?: string): Promise<HousesPage> {
    const listed = await LISTED.rows(this.pool, text, after ?? null, null);
    if (listed.length > 0 || text === '') return this.counted(listed);
    const { houses, tried } = await this.search.meant(text, MOST_MEANT);
    const ids = houses.map(({ id }) => id);
    return {
      ...(await this.counted(await LISTED.rows(this.pool, '', after ?? null, ids))),
      ...(tried && { tried: triedText(tried) }),
    };
  }

  private async counted(found: readonly ListedHouse[]): Promise<HousesPage> {
    const shown = found.slice(0, HOUSES_ON_PAGE);
    const ids = shown.map(({ id }) => id);
    const counted = await COUNTED.rows(this.pool, this.readings.today(), ids);
    const byId = new Map(counted.map((house) => [house.id, house]));
    return {
      houses: shown.flatMap(({ id, address }) => {
        const house = byId.get(id);
        return house ? [{ ...house, address }] : [];
      }),
      last: found.length > HOUSES_ON_PAGE ? ids.at(-1) : undefined,
    };
  }
}
