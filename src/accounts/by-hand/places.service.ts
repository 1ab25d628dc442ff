import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { one } from '../../core/query.js';
import { POOL } from '../../core/tokens.js';
import { HouseSearch } from '../search/house-search.service.js';
import { OTHER_NUMBER, spokenAddress } from '../search/spoken-address.js';
import { HOLD_HOUSE, HOUSE_OF_ADDRESS, UNIT } from './places.sql.js';
import { UNIT_TYPES, type UnitType } from '../address.js';

/** A house and a unit in it; without an id both come into being when somebody moves in. */
export interface Place {
  readonly house: HouseMeant;
  readonly type: UnitType;
  readonly unit: string;
}

/** A house that is known, or a new one. */
export interface HouseMeant {
  readonly id?: string;
  readonly address: string;
}

/** The address of a place, as `full_address` of the database has it. */
export function addressOf({ house, type, unit }: Place): string {
  return unit === '' ? house.address : `${house.address}, ${`${UNIT_TYPES[type].short} ${unit}`.trim()}`;
}

/** More alike are no help to choose from. */
const MOST_ALIKE = 6;

/** The house was merged into another, or taken away, since it was chosen. */
export class HouseGone extends Error {}

/** Finds and makes the places of accounts: houses by address, units within them. */
@Injectable()
export class Places {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly search: HouseSearch,
  ) {}

  /** The house with exactly this address, also one that it was written by before houses were merged. */
  byAddress(address: string): Promise<{ id: string; address: string } | undefined> {
    return HOUSE_OF_ADDRESS.first(this.pool, address);
  }

  /** Houses that are likely the one that was written in other words, or with a letter wrong: «Леснвя» for «Лесная»; `besides` one. */
  async alike(address: string, besides?: string): Promise<{ id: string; address: string }[]> {
    const spoken = spokenAddress(address);
    if (spoken.numbers.length === 0) return [];
    const { houses } = await this.search.meant(address, MOST_ALIKE, besides);
    // where the words are an address as they stand, the number of a house may look like that of an account
    const found = houses.length > 0 ? houses : await this.search.find(spoken, MOST_ALIKE);
    return found.filter(({ id, rank, flat }) => id !== besides && rank < OTHER_NUMBER && flat === '');
  }

  /**
   * The unit of a place, made where there is none; within the transaction in which an account moves in, before it locks accounts:
   * whoever merges houses locks them first too. Throws `HouseGone`.
   */
  async unit(tx: EntityManager, { house, type, unit }: Place): Promise<{ id: string; address: string }> {
    const id = house.id ?? (await this.house(tx, house.address));
    if (!(await one(tx, HOLD_HOUSE, [id]))) throw new HouseGone();
    return (await one<{ id: string; address: string }>(tx, UNIT, [id, type, unit]))!;
  }

  private async house(tx: EntityManager, address: string): Promise<string> {
    const made = await one<{ id: string }>(
      tx,
      `INSERT INTO houses (address) VALUES ($1) ON CONFLICT (address) DO UPDATE SET address = excluded.address RETURNING id`,
      [address],
    );
    return made!.id;
  }
}
