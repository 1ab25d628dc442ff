import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { type HouseDefinition, HousePart } from '../accounts/houses/house-part.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';

const COUNT = new Prepared<{ count: number }>(
  'appeals of house',
  'SELECT count(*)::integer AS count FROM appeals WHERE house_id = $1',
);

/** What people of a house have written to the office. */
@HousePart()
@Injectable()
export class HouseAppeals implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { count } = (await COUNT.first(this.pool, houseId))!;
    return count === 0 ? [] : [`Обращения: ${count}`];
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    await tx.query('UPDATE appeals SET house_id = $2 WHERE house_id = $1', [from, into]);
  }
}
