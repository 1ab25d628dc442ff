import { Prepared } from '../../core/database.js';

interface HouseFound {
  readonly id: string;
  readonly address: string;
}

export const HOUSE_OF_ADDRESS = new Prepared<HouseFound>(
  'house of address',
  `SELECT id, address FROM houses WHERE address = $1
   UNION ALL SELECT h.id, h.address FROM house_spellings s JOIN houses h ON h.id = s.house_id WHERE s.address = $1
   LIMIT 1`,
);

/** A house, which nobody takes away before we are done. */
export const HOLD_HOUSE = 'SELECT id FROM houses WHERE id = $1 FOR KEY SHARE';

/** The unit of a house, which nobody removes before we are done; made where there is none. */
export const UNIT = `
  WITH unit AS (
    INSERT INTO units (house_id, type, number) VALUES ($1, $2, $3)
    ON CONFLICT (house_id, type, number) DO UPDATE SET number = excluded.number RETURNING id)
  SELECT unit.id, full_address(h.address, $2, $3) AS address FROM unit, houses h WHERE h.id = $1`;

/** All houses by their address, for a list to choose from; so many at most. */
export const SOME_HOUSES = new Prepared<HouseFound>(
  'some houses',
  'SELECT id, address FROM houses ORDER BY address COLLATE ru_numeric LIMIT $1',
);

/** Accounts of a unit: none where it has none, and no row where there is no such unit. */
export const ACCOUNTS_OF_UNIT = new Prepared<{ number: string | null }>(
  'accounts of unit',
  `SELECT a.number FROM units n LEFT JOIN accounts a ON a.unit_id = n.id
   WHERE n.house_id = $1 AND n.type = $2 AND n.number = $3 ORDER BY a.number LIMIT 10`,
);

/** Accounts with a number that is the same but for zeros before it, or one of those that look like it ($2). */
export const LIKE_NUMBERED = new Prepared<{ id: string; number: string; address: string }>(
  'like numbered',
  `SELECT id, number, address FROM account_places
   WHERE number = $1 OR number = ltrim($1, '0') OR number = ANY (SELECT repeat('0', n) || ltrim($1, '0') FROM generate_series(1, 12) n)
     OR number = ANY ($2::text[])
   ORDER BY number <> $1, number <> ALL ($2::text[]) LIMIT 3`,
);
