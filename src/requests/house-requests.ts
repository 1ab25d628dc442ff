import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { type HouseDefinition, HousePart } from '../accounts/houses/house-part.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';
import { WAITING } from './waiting.sql.js';

const COUNT = new Prepared<{ count: number; open: number }>(
  'requests of house',
  `SELECT count(*)::integer AS count, count(*) FILTER (WHERE ${WAITING})::integer AS open
   FROM service_requests WHERE house_id = $1`,
);

const GIVE_REFUSALS = `
  INSERT INTO outage_refusals AS o (house_id, category, refused_until, staff_id)
  SELECT $2, category, refused_until, staff_id FROM outage_refusals WHERE house_id = $1
  ON CONFLICT (house_id, category) DO UPDATE SET refused_until = greatest(o.refused_until, excluded.refused_until)`;

/** Requests of a house, and outages that nobody wants to have proposed for it. */
@HousePart()
@Injectable()
export class HouseRequests implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { count, open } = (await COUNT.first(this.pool, houseId))!;
    return count === 0 ? [] : [`Заявки: ${count}${open > 0 ? `, из них открытых ${open}` : ''}`];
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    await tx.query('UPDATE service_requests SET house_id = $2 WHERE house_id = $1', [from, into]);
    await tx.query(GIVE_REFUSALS, [from, into]);
    await tx.query('DELETE FROM outage_refusals WHERE house_id = $1', [from]);
  }
}
