import { NotFoundException } from '@nestjs/common';
import type { Pool } from 'pg';
import { NoLonger } from '../../web/overtaken.js';
import { Prepared } from '../../core/database.js';
import type { UnitType } from '../address.js';

/** The account that a card is about. */
export interface FlatCard {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly house: string;
  readonly house_id: string;
  readonly unit: string;
  readonly unit_type: UnitType;
  readonly owner_name: string;
  readonly total_area: string | null;
  readonly residents: number | null;
  readonly els: string;
  readonly closed: boolean;
  /** Since when, where somebody has said it. */
  readonly closed_on: string | null;
  readonly balance_kopecks: string | null;
  readonly balance_on: string | null;
}

/** The account with this id. */
export const FLAT = new Prepared<FlatCard>(
  'flat of a card',
  `SELECT id, number, address, house, house_id, unit, unit_type, owner_name, total_area, residents, els, closed,
     (SELECT closed_on::text FROM accounts a WHERE a.id = p.id) AS closed_on, balance_kopecks, balance_on::text
   FROM account_places p WHERE id = $1`,
);

/** The account with this id that somebody still lives by: of a closed one there is no page to work on. */
export async function openFlat(pool: Pool, id: string): Promise<FlatCard> {
  const flat = await FLAT.first(pool, id);
  if (!flat) throw new NotFoundException();
  if (flat.closed) {
    const card = { href: `/office/accounts/${id}`, text: 'К карточке счета' };
    throw new NoLonger('Счет закрыт', 'Новых показаний и слов по нему нет.', [card]);
  }
  return flat;
}
