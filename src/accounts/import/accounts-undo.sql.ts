/** What a load may change of an account. */
const KEPT = [
  ...['unit_id', 'els', 'hcs_id', 'total_area', 'residents', 'owner_name', 'closed', 'closed_on'],
  'updated_at',
] as const;

const kept = (row: string): string => KEPT.map((column) => `'${column}', ${row}.${column}`).join(', ');

/** Accounts that a load is about to change, or whose marks it will forget, as they are before. */
export const CREATE_FORMER = `
  CREATE TEMP TABLE former ON COMMIT DROP AS
  SELECT a.id, a.version, jsonb_build_object(${kept('a')}, 'marks', m.marks) AS before
  FROM planned p JOIN accounts a ON a.id = p.account_id
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(to_jsonb(c)) AS marks FROM account_corrections c WHERE c.account_id = a.id) m ON true
  WHERE p.state = 'changed' OR m.marks IS NOT NULL`;

/** Keeps what a load has made and changed, once it is written. */
export const KEEP_CHANGES = `
  INSERT INTO import_changes (import_id, account_id, was, version, before)
  SELECT $1, a.id, f.version, a.version, f.before
  FROM planned p JOIN accounts a ON a.number = p.account LEFT JOIN former f ON f.id = a.id
  WHERE p.state = 'new' OR f.id IS NOT NULL`;

/** The insert of houses or units, which notes what it has made. */
export function noted(insert: string, kind: 'house' | 'unit'): string {
  return `
    WITH made AS (${insert} RETURNING id)
    INSERT INTO import_places (import_id, kind, place_id) SELECT $1, '${kind}', id FROM made`;
}

/** What of a load nobody has changed since, by hand or by a later file, and where it may go back to. */
export const CREATE_TAKEN = `
  CREATE TEMP TABLE taken ON COMMIT DROP AS
  SELECT c.* FROM import_changes c JOIN accounts a ON a.id = c.account_id
  WHERE c.import_id = $1 AND c.version = a.version
    AND NOT EXISTS (SELECT FROM import_changes l WHERE l.account_id = c.account_id AND l.id > c.id)
    AND (c.was IS NULL OR EXISTS (SELECT FROM units n WHERE n.id = (c.before->>'unit_id')::uuid))`;

/** An account that somebody has linked, or that has a receipt, a meter or anything else, stays. */
export const LEAVE_USED = `
  DELETE FROM taken t USING referred_to('accounts', ARRAY(SELECT account_id FROM taken WHERE was IS NULL)) u (id)
  WHERE t.account_id = u.id AND t.was IS NULL`;

/** Of loads before this was kept, nothing is known. */
export const IS_KNOWN = 'EXISTS (SELECT FROM import_changes c WHERE c.import_id = i.id)';

/** How many there are, how many of them go, and the first that stay. */
export const COUNT_TAKEN = `
  SELECT (SELECT count(*)::integer FROM import_changes WHERE import_id = $1) AS all,
    (SELECT count(*)::integer FROM taken) AS taken,
    ARRAY(SELECT a.number FROM import_changes c JOIN accounts a ON a.id = c.account_id
      WHERE c.import_id = $1 AND c.id NOT IN (SELECT id FROM taken) ORDER BY a.number LIMIT 5) AS staying`;

const unused = (table: 'houses' | 'units', kind: 'house' | 'unit', also: string): string => `
  WITH made AS (SELECT place_id AS id FROM import_places WHERE import_id = $1 AND kind = '${kind}'),
    used AS (SELECT id FROM referred_to('${table}', ARRAY(SELECT id FROM made)) u (id))
  DELETE FROM ${table} WHERE id IN (SELECT id FROM made) AND id NOT IN (SELECT id FROM used)${also}`;

/** Takes a load back; what stays has its houses and flats. */
export const TAKE_BACK: readonly string[] = [
  `UPDATE accounts a SET ${KEPT.map((column) => `${column} = b.${column}`).join(', ')}
   FROM taken t, jsonb_populate_record(NULL::accounts, t.before) b WHERE t.was IS NOT NULL AND a.id = t.account_id`,
  // a file before this one knows the accounts again by their versions
  `UPDATE import_changes c SET version = a.version FROM taken t JOIN accounts a ON a.id = t.account_id
   WHERE c.account_id = t.account_id AND c.id < t.id AND c.version = t.was`,
  `INSERT INTO account_corrections
   SELECT m.* FROM taken t, jsonb_populate_recordset(NULL::account_corrections, t.before->'marks') m
   WHERE jsonb_typeof(t.before->'marks') = 'array' ON CONFLICT DO NOTHING`,
  `DELETE FROM accounts a USING taken t WHERE a.id = t.account_id AND t.was IS NULL`,
];

export const TAKE_PLACES_BACK: readonly string[] = [
  unused('units', 'unit', ''),
  unused('houses', 'house', ' AND NOT EXISTS (SELECT FROM house_spellings s WHERE s.house_id = houses.id)'),
  'DELETE FROM import_places WHERE import_id = $1',
  'DELETE FROM import_changes WHERE import_id = $1',
];
