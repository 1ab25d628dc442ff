/**
 * Penalties in a column of their own beside services, by document: whether each row of it has the very same sum, and none
 * has it within its total.
 */
export const BESIDE_SERVICES = `
  CREATE TEMP TABLE beside_services ON COMMIT DROP AS
  SELECT p.account, p.period, p.number, count(*)::integer AS rows, min(p.row) AS first, max(p.kopecks) AS kopecks,
    count(*) = r.lines AND min(p.kopecks) = max(p.kopecks) AND sum(p.counted) = 0 AS same
  FROM incoming_penalties p
  JOIN (SELECT account, period, number, sum(lines)::integer AS lines FROM runs GROUP BY 1, 2, 3) r
    USING (account, period, number)
  WHERE r.lines > 1 AND EXISTS (SELECT FROM incoming l WHERE l.row = p.row AND l.service IS NOT NULL)
  GROUP BY p.account, p.period, p.number, r.lines`;

export const COUNT_REPEATED = `
  SELECT count(*) FILTER (WHERE same)::integer AS same, count(*) FILTER (WHERE NOT same)::integer AS other,
    count(DISTINCT kopecks) FILTER (WHERE same)::integer AS sums FROM beside_services`;

export const LIST_REPEATED = `
  SELECT account, rows, kopecks::float8 AS kopecks FROM beside_services WHERE same ORDER BY kopecks DESC, account LIMIT $1`;

/** The first row keeps the sum, for the whole document; the others stay as rows of the file that bring none. */
export const TAKE_ONCE = `
  UPDATE incoming_penalties p SET kopecks = CASE WHEN p.row = b.first THEN p.kopecks ELSE 0 END,
    ground = CASE WHEN p.ground = ANY ($1::text[]) THEN '' ELSE p.ground END
  FROM beside_services b
  WHERE b.same AND b.account = p.account AND b.period = p.period AND b.number = p.number
    AND EXISTS (SELECT FROM incoming l WHERE l.row = p.row AND l.service IS NOT NULL)`;

/** What of the penalties is in no sum of the rows. */
export const APART = 'SELECT coalesce(sum(kopecks - counted), 0)::float8 AS kopecks FROM incoming_penalties';
