import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { HouseSearch } from '../../accounts/search/house-search.service.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { isUuid } from '../../core/ids.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { triedText } from '../../panel/understood.js';
import { streetOf } from '../../text/street.js';

const HOUSE = new Prepared<{ address: string }>(
  'house of a report',
  'SELECT address FROM house_addresses WHERE id = $1',
);
const MOST_OFFERED = 5;

/** Which house a report is of, or why it is of all. */
export interface AskedHouse {
  /** Null is all of them. */
  readonly id: string | null;
  readonly place: string;
  /** What is shown instead of what was typed, in words. */
  readonly tried?: string;
  /** What was typed, where it is no house, and the houses that may be meant. */
  readonly lost?: string;
  readonly meant?: readonly { readonly id: string; readonly place: string }[];
}

/** Reads the house of a report from its address: by its id, or by an address as people say it. */
@Injectable()
export class ReportHouse {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly search: HouseSearch,
  ) {}

  /** What was typed goes before the id, which pages carry along. */
  async of(id: string, typed: string): Promise<AskedHouse> {
    if (typed !== '') {
      const known = isUuid(id) ? await HOUSE.first(this.pool, id) : undefined;
      if (known && this.said(known.address) === typed) return { id, place: typed };
      const { houses, tried } = await this.search.meant(typed, MOST_OFFERED);
      const [only, second] = houses;
      if (only && (!second || only.rank < second.rank)) {
        return { id: only.id, place: this.said(only.address), ...(tried && { tried: triedText(tried) }) };
      }
      const meant = houses.map((house) => ({ id: house.id, place: this.said(house.address) }));
      return { id: null, place: '', lost: typed, ...(meant.length > 0 && { meant }) };
    }
    const house = isUuid(id) ? await HOUSE.first(this.pool, id) : undefined;
    return house ? { id, place: this.said(house.address) } : { id: null, place: '' };
  }

  /** An address without the company's own town. */
  said(address: string): string {
    return streetOf(address, this.config.company.town).replaceAll('\u00a0', ' ');
  }
}
