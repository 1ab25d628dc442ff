import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { type HouseDefinition, HousePart } from '../accounts/houses/house-part.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';

const COUNT = new Prepared<{ count: number }>(
  'announcements of house',
  'SELECT count(*)::integer AS count FROM announcement_places WHERE house_id = $1',
);

/** Of two that name entrances both count; the whole house is more than any of them. */
const GIVE = `
  INSERT INTO announcement_places AS p (announcement_id, house_id, entrances)
  SELECT announcement_id, $2, entrances FROM announcement_places WHERE house_id = $1
  ON CONFLICT (announcement_id, house_id) DO UPDATE SET entrances = CASE
    WHEN '' IN (p.entrances, excluded.entrances) OR length(p.entrances || ', ' || excluded.entrances) > 100 THEN ''
    WHEN p.entrances = excluded.entrances THEN p.entrances
    ELSE p.entrances || ', ' || excluded.entrances END`;

/** Announcements for a house. */
@HousePart()
@Injectable()
export class HouseAnnouncements implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { count } = (await COUNT.first(this.pool, houseId))!;
    return count === 0 ? [] : [`Объявления и отключения: ${count}`];
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    await tx.query(GIVE, [from, into]);
    await tx.query('DELETE FROM announcement_places WHERE house_id = $1', [from]);
  }
}
