import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type HouseDefinition, HousePart } from '../accounts/houses/house-part.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';

const LIVING = new Prepared<{ count: number }>(
  'living words of house',
  `SELECT count(DISTINCT w.id)::integer AS count
   FROM account_places a JOIN code_word_accounts c ON c.account_id = a.id JOIN code_words w ON w.id = c.code_word_id
   WHERE a.house_id = $1 AND w.used_count < w.max_uses AND w.revoked_at IS NULL AND w.expires_at > now()`,
);

/** Slips of a house that are printed and not used: they open accounts, and go wherever these go. */
@HousePart()
@Injectable()
export class HousePrinted implements HouseDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(houseId: string): Promise<string[]> {
    const { count } = (await LIVING.first(this.pool, houseId))!;
    return count === 0 ? [] : [`Действующие кодовые слова на листках: ${count}, они останутся в силе`];
  }
}
