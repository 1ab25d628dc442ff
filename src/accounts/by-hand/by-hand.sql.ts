import { Prepared } from '../../core/database.js';
import type { UnitType } from '../address.js';
import type { ByHandField } from './by-hand.js';

/** An account as a correction finds it. */
export interface AccountNow {
  readonly id: string;
  readonly number: string;
  readonly version: number;
  readonly owner_name: string;
  readonly total_area: string | null;
  readonly residents: number | null;
  readonly closed: boolean;
  readonly closed_on: string | null;
  readonly unit_id: string;
  readonly unit: string;
  readonly unit_type: UnitType;
  readonly house_id: string;
  readonly house: string;
  readonly address: string;
}

const NOW = `SELECT a.id, a.number, a.version, a.owner_name, a.total_area, a.residents, a.closed, a.closed_on::text, a.unit_id,
    n.number AS unit, n.type AS unit_type, n.house_id, h.address AS house, full_address(h.address, n.type, n.number) AS address
  FROM accounts a JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id WHERE a.id = $1`;

/** The account with this id. */
export const ACCOUNT_NOW = new Prepared<AccountNow>('account by hand', NOW);

/** The same, and nobody changes it before us. */
export const LOCKED_ACCOUNT = `${NOW} FOR NO KEY UPDATE OF a`;

/** Something that was set by hand, by whom and on what ground. */
export interface Mark {
  readonly field: ByHandField;
  readonly ground: string;
  readonly staff: string;
  readonly made_at: Date;
}

export const MARKS = new Prepared<Mark>(
  'marks by hand',
  `SELECT c.field, c.ground, s.name AS staff, c.made_at
   FROM account_corrections c JOIN staff_names s ON s.id = c.staff_id
   WHERE c.account_id = $1 ORDER BY c.made_at DESC, c.field`,
);

/** Notes that these fields of an account are set by hand from now on. */
export const MARK = `
  INSERT INTO account_corrections (account_id, field, ground, staff_id, made_at)
  SELECT $1, unnest($2::text[]), $3, $4, $5
  ON CONFLICT (account_id, field) DO UPDATE
    SET ground = excluded.ground, staff_id = excluded.staff_id, made_at = excluded.made_at`;
