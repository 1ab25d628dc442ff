/** Numbers, then identifiers of ГИС ЖКХ where they belong to one account only. */
export const CREATE_ACCOUNTS = `
  CREATE TEMP TABLE incoming_accounts ON COMMIT DROP AS
  SELECT i.account, i.ident, a.id AS account_id
  FROM (SELECT account, min(ident) AS ident FROM incoming WHERE account IS NOT NULL GROUP BY account) i
  LEFT JOIN account_places a ON a.number = i.account`;

export const MATCH_IDENTIFIERS = ['hcs_id', 'els'].map(
  (column) => `
  UPDATE incoming_accounts i SET account_id = a.id
  FROM (SELECT ${column} AS ident, (array_agg(id))[1] AS id FROM account_places
        WHERE ${column} <> '' GROUP BY 1 HAVING count(*) = 1) a
  WHERE i.account_id IS NULL AND i.ident = a.ident`,
);

export const MATCH_ALL = 'UPDATE incoming_accounts SET account_id = $1';

export const HAS_IDENTIFIERS = `
  SELECT EXISTS (SELECT FROM incoming_accounts WHERE account_id IS NULL AND ident IS NOT NULL) AS has`;

/** Spreadsheets take 0100002345 for a number and write 100002345. */
export const LOST_ZEROS = `
  SELECT i.account AS given, a.number AS known, count(*) OVER ()::integer AS count
  FROM incoming_accounts i JOIN account_places a ON ltrim(a.number, '0') = ltrim(i.account, '0')
  WHERE i.account_id IS NULL AND i.account <> '' ORDER BY i.account LIMIT 1`;

export const CREATE_WRONG = 'CREATE TEMP TABLE wrong (row integer, reason text) ON COMMIT DROP';
export const COUNT_WRONG = 'SELECT count(DISTINCT row)::integer AS count FROM wrong';
export const WRONG_FIRST = `
  SELECT row, string_agg(reason, '; ') AS reason FROM wrong GROUP BY row ORDER BY row LIMIT $1`;
export const WRONG_ROWS = `
  SELECT row, string_agg(reason, '; ') AS reason, NULL AS source FROM wrong GROUP BY row ORDER BY row`;

/** What files call the accounts of the waiting rows that `amounts` gives. */
export function unknownAccounts(amounts: string): string {
  return `
    SELECT account, count(*)::integer AS rows, sum(kopecks)::float8 AS kopecks, min(row) AS first,
      (count(*) FILTER (WHERE account <> '') OVER ())::integer AS accounts,
      (coalesce(sum(count(*)) FILTER (WHERE account = '') OVER (), 0))::integer AS nameless,
      (sum(count(*)) OVER ())::integer AS all_rows,
      (sum(sum(kopecks)) OVER ())::float8 AS all_kopecks
    FROM (${amounts}) r GROUP BY account ORDER BY first LIMIT $1`;
}

export const TOUCHED = 'SELECT DISTINCT account_id FROM incoming_accounts WHERE account_id IS NOT NULL';
