import { Prepared } from '../../core/database.js';

/** A house in the list of corrections. */
export interface ListedHouse {
  readonly id: string;
  readonly address: string;
  readonly accounts: number;
}

/** So many stand on a page. */
export const HOUSES_ON_PAGE = 100;

const PAGE = `ORDER BY address COLLATE ru_numeric LIMIT ${HOUSES_ON_PAGE + 1}`;

/** Some houses with their accounts counted: the houses are chosen first, then those few are looked at. */
const counted = (houses: string): string => `
  SELECT h.id, h.address, c.accounts FROM (SELECT id, address FROM houses ${houses}) h
  CROSS JOIN LATERAL (SELECT count(*)::integer AS accounts FROM units n JOIN accounts a ON a.unit_id = n.id
    WHERE n.house_id = h.id) c ORDER BY h.address COLLATE ru_numeric`;

export const FIRST_HOUSES = new Prepared<ListedHouse>('first houses', counted(PAGE));

/** Houses without any account, also without a closed one. */
export const EMPTY_HOUSES = new Prepared<ListedHouse>(
  'empty houses',
  `SELECT h.id, h.address, 0 AS accounts FROM houses h
   WHERE NOT EXISTS (SELECT FROM units n JOIN accounts a ON a.unit_id = n.id WHERE n.house_id = h.id)
   ORDER BY h.address COLLATE ru_numeric LIMIT ${HOUSES_ON_PAGE + 1}`,
);

/** Those of which the address holds a text. */
export const HOUSES_WITH = new Prepared<ListedHouse>(
  'houses with',
  counted(`WHERE search_key(address) LIKE '%' || search_key($1) || '%' ${PAGE}`),
);

export const HOUSES_OF_IDS = new Prepared<ListedHouse>(
  'houses of ids',
  counted('WHERE id = ANY ($1::uuid[])'),
);

/** Which house a former one has become. */
export const BECOME = new Prepared<{ id: string }>(
  'house become',
  'SELECT house_id AS id FROM house_spellings WHERE former_id = $1',
);

export const SPELLINGS = new Prepared<{ address: string }>(
  'spellings of house',
  'SELECT address FROM house_spellings WHERE house_id = $1 ORDER BY address COLLATE ru_numeric',
);

export const LOCK_HOUSES =
  'SELECT id, address FROM houses WHERE id = ANY ($1::uuid[]) ORDER BY id FOR UPDATE';

export const ACCOUNTS_OF_HOUSE = 'SELECT id FROM account_places WHERE house_id = $1 ORDER BY number';

/** A unit `u` as it will be called: the house of an address that names a flat, $3, is that flat. */
const TYPE = `CASE WHEN $3::text IS NOT NULL AND u.type = 'house' AND u.number = '' THEN 'flat' ELSE u.type END`;
const NUMBER = `CASE WHEN $3::text IS NOT NULL AND u.type = 'house' AND u.number = '' THEN $3 ELSE u.number END`;
const SAME = `t.house_id = $2 AND t.type = ${TYPE} AND t.number = ${NUMBER}`;

/** Units that the other house has too give their accounts away, and go; the rest moves. */
export const MOVE_UNITS = [
  `UPDATE accounts a SET unit_id = t.id FROM units u, units t WHERE u.house_id = $1 AND ${SAME} AND a.unit_id = u.id`,
  `DELETE FROM units u USING units t WHERE u.house_id = $1 AND ${SAME}`,
  `UPDATE units u SET house_id = $2, type = ${TYPE}, number = ${NUMBER} WHERE u.house_id = $1`,
];

export const UNITS_TOLD = new Prepared<{ accounts: number; closed: number; units: number; linked: number }>(
  'units told',
  `SELECT count(a.id)::integer AS accounts, count(a.id) FILTER (WHERE a.closed)::integer AS closed,
     count(DISTINCT n.id) FILTER (WHERE a.id IS NOT NULL)::integer AS units,
     (SELECT count(DISTINCT l.account_id)::integer FROM units m JOIN accounts b ON b.unit_id = m.id
        JOIN account_links l ON l.account_id = b.id AND l.ended_at IS NULL WHERE m.house_id = $1) AS linked
   FROM units n LEFT JOIN accounts a ON a.unit_id = n.id WHERE n.house_id = $1`,
);

/** How many flats both houses have. */
export const COMMON_UNITS = new Prepared<{ count: number }>(
  'common units',
  `SELECT count(*)::integer AS count FROM units u JOIN units t ON ${SAME}
   WHERE u.house_id = $1 AND EXISTS (SELECT FROM accounts a WHERE a.unit_id = u.id)
     AND EXISTS (SELECT FROM accounts a WHERE a.unit_id = t.id)`,
);
