import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { EntityManager } from 'typeorm';
import { type HouseDefinition, HousePart } from '../../accounts/houses/house-part.js';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { Recipients } from './recipients.service.js';

const NAMES = new Prepared<{ name: string }>(
  'recipients of house',
  `SELECT DISTINCT t.name FROM recipient_houses h JOIN recipient_terms t ON t.id = h.terms_id
   WHERE h.house_id = $1 ORDER BY t.name`,
);

/** Recipients that are paid by some houses alone. */
@HousePart()
@Injectable()
export class RecipientHouses implements HouseDefinition {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly recipients: Recipients,
  ) {}

  async told(houseId: string): Promise<string[]> {
    const names = (await NAMES.rows(this.pool, houseId)).map(({ name }) => name);
    return names.length === 0 ? [] : [`Свои получатели платежей: ${names.join(', ')}`];
  }

  async move(tx: EntityManager, from: string, into: string): Promise<void> {
    await tx.query(
      `INSERT INTO recipient_houses (terms_id, house_id)
       SELECT terms_id, $2::uuid FROM recipient_houses WHERE house_id = $1 ON CONFLICT DO NOTHING`,
      [from, into],
    );
    await tx.query('DELETE FROM recipient_houses WHERE house_id = $1', [from]);
    this.recipients.forget();
  }
}
