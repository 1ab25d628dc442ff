import { dayText } from '../../text/month.sql.js';
import type { Layout } from './account-columns.js';
import { detailsOf, list } from './accounts-staging.sql.js';

/** Columns of `accounts` that people set by hand; the place is a matter of three columns of a row. */
const MARKED = { total_area: true, residents: true, owner_name: true, closed: true };
const PLACE = [
  ['address', 'old_address'],
  ['new_unit', 'old_unit'],
  ['new_type', 'old_type'],
] as const;

const keeping = (field: string, column: string, value: string): string =>
  `${column} = CASE WHEN '${field}' = ANY (k.fields) THEN ${value} ELSE p.${column} END`;

/** What of a row each mark is about, as the account has it and as the file says it; only what the file has. */
function disputable(layout: Layout): string {
  const given = detailsOf(layout).filter((column) => column in MARKED);
  const values = given.map((column) => `('${column}', a.${column}::text, p.${column}::text)`);
  const place = `('place', full_address(p.old_address, p.old_type, p.old_unit), full_address(p.address, p.new_type, p.new_unit))`;
  return `(VALUES ${[...values, place].join(', ')}) AS f (field, by_hand, in_file)`;
}

/** Where the file differs from what somebody has set by hand; $1 is the time zone of its day. */
export function createDisputed(layout: Layout): string {
  return `
    CREATE TEMP TABLE disputed ON COMMIT DROP AS
    SELECT p.row, p.account, p.account_id, c.field, f.by_hand, f.in_file, c.ground, c.made_at, c.staff_id,
      ${dayText('(c.made_at AT TIME ZONE $1)::date')} AS day
    FROM planned p JOIN accounts a ON a.id = p.account_id
    JOIN account_corrections c ON c.account_id = a.id
    JOIN LATERAL ${disputable(layout)} ON f.field = c.field AND f.by_hand IS DISTINCT FROM f.in_file`;
}

/** The first of them, how many there are, and a sign that is another one when any of them is. */
export const DISPUTED = `
  SELECT d.row, d.account, d.account_id, d.field, d.by_hand, d.in_file, d.ground, d.made_at, d.day, s.name AS staff
  FROM disputed d JOIN staff_names s ON s.id = d.staff_id ORDER BY d.row, d.field LIMIT $1`;

export const COUNT_DISPUTED = `
  SELECT count(*)::integer AS count,
    coalesce(md5(string_agg(concat_ws(chr(10), account, field, by_hand, in_file), chr(10) ORDER BY account, field)), '') AS sign
  FROM disputed`;

/** What was set by hand stays, as if the file said the same. */
export const KEEP_DISPUTED = `
  WITH kept AS (SELECT account_id, array_agg(field) AS fields FROM disputed GROUP BY 1)
  UPDATE planned p SET ${[
    ...Object.keys(MARKED).map((column) => keeping(column, column, `a.${column}`)),
    ...PLACE.map(([column, old]) => keeping('place', column, `p.${old}`)),
  ].join(', ')}
  FROM kept k JOIN accounts a ON a.id = k.account_id WHERE p.account_id = k.account_id`;

/** Rows of which nothing is left to change once what was set by hand stays. */
export function settleKept(layout: Layout): string {
  const given = detailsOf(layout);
  const same =
    given.length === 0 ? 'true' : `(${list(given, 'a')}) IS NOT DISTINCT FROM (${list(given, 'p')})`;
  return `
    UPDATE planned p SET state = 'unchanged' FROM accounts a
    WHERE a.id = p.account_id AND p.account_id IN (SELECT account_id FROM disputed) AND ${same}
      AND (p.old_address, p.old_unit, p.old_type) IS NOT DISTINCT FROM (p.address, p.new_unit, p.new_type)`;
}

/** Forgets that something was set by hand where the file says the same, or has been let write over it. */
export function forgetMarks(layout: Layout, overwrites: boolean): string {
  const given = detailsOf(layout).filter((column) => column in MARKED);
  const fields = [...given, 'place'].map((field) => `'${field}'`).join(', ');
  const kept = 'NOT EXISTS (SELECT FROM disputed d WHERE d.account_id = c.account_id AND d.field = c.field)';
  return `
    DELETE FROM account_corrections c USING planned p
    WHERE c.account_id = p.account_id AND c.field IN (${fields})${overwrites ? '' : ` AND ${kept}`}`;
}
