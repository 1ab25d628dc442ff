import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { type HouseDefinition, HousePart } from '../accounts/houses/house-part.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';

const COUNT = new Prepared<{ count: number }>(
  'windows of house',
  'SELECT count(*)::integer AS count FROM reading_windows WHERE house_id = $1',
);

/** Rules of a house that say when its readings are taken. */
@HousePart()
@Injectable()
export class HouseWindows implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { count } = (await COUNT.first(this.pool, houseId))!;
    return count === 0
      ? []
      : [
          `Свои сроки приёма показаний: ${count}. Где они есть у обоих домов, останутся сроки того, в который переходит`,
        ];
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    await tx.query(
      `DELETE FROM reading_windows w USING reading_windows t
       WHERE w.house_id = $1 AND t.house_id = $2 AND w.resource IS NOT DISTINCT FROM t.resource`,
      [from, into],
    );
    await tx.query('UPDATE reading_windows SET house_id = $2 WHERE house_id = $1', [from, into]);
  }
}
