import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { type HouseDefinition, HousePart } from '../../accounts/houses/house-part.js';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';

const COUNT = new Prepared<{ count: number }>(
  'exports of house',
  'SELECT count(*)::integer AS count FROM reading_exports WHERE house_id = $1',
);

/** Readings of a house that left for the accounting. */
@HousePart()
@Injectable()
export class HouseExports implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { count } = (await COUNT.first(this.pool, houseId))!;
    return count === 0 ? [] : [`Выгрузки показаний: ${count}`];
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    await tx.query('UPDATE reading_exports SET house_id = $2 WHERE house_id = $1', [from, into]);
  }
}
