import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { one } from '../../core/query.js';
import { POOL } from '../../core/tokens.js';
import { flatInAddress } from '../import/flat-in-address.js';
import { type HouseDefinition, HousePart } from './house-part.js';
import { MOVE_UNITS, UNITS_TOLD } from './houses.sql.js';

/** Units of a house with their accounts, and the addresses that it was known by. */
@HousePart()
@Injectable()
export class HouseUnits implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { accounts, closed, units, linked } = (await UNITS_TOLD.first(this.pool, houseId))!;
    return [
      [accounts, `Лицевые счета: ${accounts}${closed > 0 ? `, из них закрытых ${closed}` : ''}`] as const,
      [units, `Помещения: ${units}`] as const,
      [linked, `Привязанные жителями счета: ${linked}`] as const,
    ].flatMap(([count, words]) => (count > 0 ? [words] : []));
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    const house = await one<{ address: string }>(tx, 'SELECT address FROM houses WHERE id = $1', [from]);
    const flat = flatInAddress(house!.address)?.flat ?? null;
    for (const sql of MOVE_UNITS) await tx.query(sql, [from, into, flat]);
    await tx.query('UPDATE house_spellings SET house_id = $2 WHERE house_id = $1', [from, into]);
  }
}
