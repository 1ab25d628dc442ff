import { type Column, COLUMNS, type Layout } from './account-columns.js';
import { withdrawLetters } from '../../mail/letters.sql.js';
import { aboutReceiptOf } from '../accounts.sql.js';

/** Columns of a file that are columns of `accounts` under the same name. */
const DETAILS = ['els', 'hcs_id', 'total_area', 'residents', 'owner_name', 'closed'] as const;

const TYPES: Partial<Record<Column, string>> = {
  total_area: 'numeric(9, 2)',
  residents: 'integer',
  closed: 'boolean',
};

const STAGED_COLUMNS = ['row', ...COLUMNS, 'looks', 'reason', 'source'];

/** All rows of the file. Null in a column: the file does not have it, or the cell of a number is empty; `looks` are numbers that look like the account's. */
export const CREATE_INCOMING = `
  CREATE TEMP TABLE incoming (
    row integer NOT NULL,
    ${COLUMNS.map((column) => `${column} ${TYPES[column] ?? 'text'}`).join(', ')},
    looks text[],
    reason text,
    source text,
    first_row integer
  ) ON COMMIT DROP`;

export const COPY_INCOMING = `COPY incoming (${STAGED_COLUMNS.join(', ')}) FROM STDIN`;

/** Two rows for one account: which of them is right, nobody knows; the first one is taken. */
export const MARK_DUPLICATES = `
  UPDATE incoming i SET first_row = d.first_row,
    reason = concat_ws('; ', i.reason, 'этот лицевой счет уже был в строке ' || d.first_row)
  FROM (
    SELECT row, min(row) OVER (PARTITION BY account COLLATE "C") AS first_row FROM incoming WHERE account IS NOT NULL
  ) d
  WHERE d.row = i.row AND d.first_row < d.row`;

/** Addresses of good rows that no house has, now or before it became a part of another one. */
export const NEW_ADDRESSES = `
  SELECT DISTINCT address FROM incoming i WHERE reason IS NULL
    AND NOT EXISTS (SELECT FROM houses h WHERE h.address = i.address)
    AND NOT EXISTS (SELECT FROM house_spellings s WHERE s.address = i.address)`;

/** Says of the good rows with the addresses $1 what is wrong with each of these ($2); the first $3 rows. */
export const MARK_ADDRESSES = `
  WITH marked AS (
    UPDATE incoming i SET reason = d.reason FROM unnest($1::text[], $2::text[]) d (address, reason)
    WHERE i.address = d.address AND i.reason IS NULL RETURNING i.row, d.reason)
  SELECT row, reason FROM marked ORDER BY row LIMIT $3`;

/** Areas and numbers of people that a flat hardly has, among the rows that would change something; the first $1. */
export const ODD_FLATS = `
  SELECT row, account, total_area::text AS area, residents, count(*) OVER ()::integer AS count
  FROM planned
  WHERE state <> 'unchanged' AND new_type IN ('flat', 'apartment', 'room')
    AND (total_area >= 500 OR total_area < 5 OR residents > 15)
  ORDER BY row LIMIT $1`;

export const DUPLICATES = `SELECT row, first_row FROM incoming WHERE first_row IS NOT NULL ORDER BY row LIMIT $1`;

export const COUNT_WRONG = `SELECT count(*)::integer AS wrong FROM incoming WHERE reason IS NOT NULL`;

export const WRONG_ROWS = `SELECT row, reason, source FROM incoming WHERE reason IS NOT NULL ORDER BY row`;

/** Puts each good row beside what is known of its account and says what is to be done with it. */
export function createPlanned(layout: Layout): string {
  const given = detailsOf(layout);
  const differs =
    given.length === 0 ? 'false' : `(${list(given, 'a')}) IS DISTINCT FROM (${list(given, 'i')})`;
  return `
    CREATE TEMP TABLE planned ON COMMIT DROP AS
    SELECT typed.*,
      CASE WHEN account_id IS NULL THEN 'new'
           WHEN differs OR (old_address, old_unit, old_type) IS DISTINCT FROM (address, new_unit, new_type) THEN 'changed'
           ELSE 'unchanged' END AS state
    FROM (
      SELECT placed.*, coalesce(
        nullif(unit_type, ''),
        CASE WHEN unit_type IS NULL THEN old_type END,
        CASE WHEN new_unit = '' THEN 'house' ELSE 'flat' END) AS new_type
      FROM (
        SELECT i.row, i.account, coalesce(sh.address, i.address) AS address, i.unit_type, ${list(DETAILS, 'i')}, a.id AS account_id, ${differs} AS differs,
          h.address AS old_address, n.number AS old_unit, n.type AS old_type, coalesce(i.unit, n.number, '') AS new_unit
        FROM incoming i
        LEFT JOIN accounts a ON a.number = i.account
        LEFT JOIN units n ON n.id = a.unit_id
        LEFT JOIN houses h ON h.id = n.house_id
        -- an address that a house had before it became a part of another one
        LEFT JOIN house_spellings s ON s.address = i.address
          AND NOT EXISTS (SELECT FROM houses named WHERE named.address = i.address)
        LEFT JOIN houses sh ON sh.id = s.house_id
        WHERE i.reason IS NULL
      ) placed
    ) typed`;
}

export const COUNT_PLANNED = `
  SELECT count(*) FILTER (WHERE state = 'new')::integer AS new,
    count(*) FILTER (WHERE state = 'changed')::integer AS changed,
    count(*) FILTER (WHERE state = 'unchanged')::integer AS unchanged
  FROM planned`;

/** Houses that the rows would make, with their accounts. */
export const NEW_HOUSES = `
  SELECT address, count(*)::integer AS accounts
  FROM planned p
  WHERE state <> 'unchanged' AND NOT EXISTS (SELECT FROM houses h WHERE h.address = p.address)
  GROUP BY address ORDER BY address`;

export const KNOWN_HOUSES = 'SELECT address FROM houses ORDER BY address';

/** Spreadsheets take 0100002345 for a number and write 100002345: it stands beside one in the portal, or in the same file. */
export const LOST_ZEROS = `
  SELECT p.account AS given, k.number AS known, count(*) OVER ()::integer AS count
  FROM planned p
  JOIN (
    SELECT number, ltrim(number, '0') AS bare, 0 AS length FROM accounts
    UNION ALL SELECT account, ltrim(account, '0'), length(account) FROM planned WHERE state = 'new'
  ) k ON k.bare = ltrim(p.account, '0') AND (k.length = 0 OR k.length > length(p.account))
  WHERE p.state = 'new' ORDER BY p.account LIMIT 1`;

/** New numbers that look like others, which the portal has or the file brings: О100002345 with a letter for 0100002345. */
export const LOOK_ALIKES = `
  SELECT p.row, p.account AS given, k.number AS known, count(*) OVER ()::integer AS count
  FROM planned p JOIN incoming i ON i.row = p.row CROSS JOIN unnest(i.looks) looks (number)
  JOIN (SELECT number FROM accounts UNION SELECT account FROM planned WHERE state = 'new') k ON k.number = looks.number
  WHERE p.state = 'new' ORDER BY p.row LIMIT 1`;

export const INSERT_HOUSES = `
  INSERT INTO houses (address)
  SELECT DISTINCT address FROM planned p
  WHERE state <> 'unchanged' AND NOT EXISTS (SELECT FROM houses h WHERE h.address = p.address)
  ORDER BY address
  ON CONFLICT DO NOTHING`;

export const INSERT_UNITS = `
  INSERT INTO units (house_id, type, number)
  SELECT DISTINCT h.id, p.new_type, p.new_unit
  FROM planned p JOIN houses h ON h.address = p.address
  WHERE p.state <> 'unchanged' AND NOT EXISTS (
    SELECT FROM units n WHERE n.house_id = h.id AND n.type = p.new_type AND n.number = p.new_unit)
  ORDER BY 1, 2, 3
  ON CONFLICT DO NOTHING`;

const PLACED = `planned p JOIN houses h ON h.address = p.address
  JOIN units n ON n.house_id = h.id AND n.type = p.new_type AND n.number = p.new_unit`;

/** Touches only what differs; residents' reading waits for nothing. */
export function updateAccounts(layout: Layout): string {
  const details = detailsOf(layout).map((column) => `, ${column} = p.${column}`);
  return `
    UPDATE accounts a SET unit_id = n.id, updated_at = $1${details.join('')}
    FROM ${PLACED} WHERE p.state = 'changed' AND a.id = p.account_id`;
}

export function insertAccounts(layout: Layout): string {
  const details = detailsOf(layout);
  return `
    INSERT INTO accounts (${['number', 'unit_id', 'updated_at', ...details].join(', ')})
    SELECT ${['p.account', 'n.id', '$1::timestamptz', ...details.map((column) => `p.${column}`)].join(', ')}
    FROM ${PLACED} WHERE p.state = 'new' ORDER BY p.account`;
}

export const WITHDRAW_LETTERS = withdrawLetters(
  'planned p',
  `p.state = 'changed' AND p.closed AND ${aboutReceiptOf('p.account_id')}`,
);

/** Columns of `accounts` that the file has. */
export function detailsOf(layout: Layout): readonly Column[] {
  return DETAILS.filter((column) => layout.positions[column] !== undefined);
}

/** Columns of a row, as SQL lists them. */
export function list(columns: readonly Column[], alias: string): string {
  return columns.map((column) => `${alias}.${column}`).join(', ');
}
