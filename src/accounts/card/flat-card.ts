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
  readonly balance_kopecks: string | null;
  readonly balance_on: string | null;
}

/** The account with this id. */
export const FLAT = new Prepared<FlatCard>(
  'flat of a card',
  `SELECT id, number, address, house, house_id, unit, unit_type, owner_name, total_area, residents, els, closed,
     balance_kopecks, balance_on::text FROM account_places WHERE id = $1`,
);
