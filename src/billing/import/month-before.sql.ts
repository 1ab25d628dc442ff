/** Documents of the file for a month ($1) beside those of the month before, of the same accounts. */
export const CREATE_BESIDE = `
  CREATE TEMP TABLE beside ON COMMIT DROP AS
  SELECT d.account_id, d.id, d.row, b.id AS before_id, d.charged + d.recalculated - d.benefit AS now,
    b.charged_kopecks + b.recalculated_kopecks - b.benefit_kopecks AS before
  FROM docs d
  JOIN payment_documents b ON b.account_id = d.account_id AND b.superseded_by IS NULL
    AND b.period = ($1::date - interval '1 month')::date
  WHERE d.period = $1::date`;

/** How many accounts have both, and what is charged to them. */
export const SUMS = `
  SELECT count(*)::integer AS accounts, coalesce(sum(before), 0)::float8 AS before, coalesce(sum(now), 0)::float8 AS now
  FROM beside`;

/**
 * Open accounts of the houses of the file that had a document and have none now: another file for the same month may
 * have brought theirs, or a file of one house may know nothing of others.
 */
export const MISSING = `
  SELECT p.number AS account, b.charged_kopecks::float8 AS kopecks, count(*) OVER ()::integer AS count
  FROM payment_documents b JOIN account_places p ON p.id = b.account_id
  WHERE b.period = ($1::date - interval '1 month')::date AND b.superseded_by IS NULL AND NOT p.closed
    AND p.house_id IN (SELECT h.house_id FROM docs d JOIN account_places h ON h.id = d.account_id WHERE d.period = $1::date)
    AND NOT EXISTS (SELECT FROM docs d WHERE d.account_id = b.account_id AND d.period = $1::date)
    AND NOT EXISTS (
      SELECT FROM payment_documents n WHERE n.account_id = b.account_id AND n.period = $1::date AND n.superseded_by IS NULL)
  ORDER BY p.number LIMIT $2`;

/** What each service comes to; $1 are the services of the file by their numbers. */
export const SERVICES = `
  SELECT coalesce(n.name, b.name) AS service, coalesce(b.kopecks, 0)::float8 AS before, coalesce(n.kopecks, 0)::float8 AS now
  FROM (
    SELECT s.name, sum(l.total) AS kopecks
    FROM incoming l JOIN runs r USING (run) JOIN beside x ON x.id = r.document_id
    JOIN unnest($1::text[]) WITH ORDINALITY s (name, number) ON s.number = l.service + 1
    WHERE l.service IS NOT NULL GROUP BY 1
  ) n
  FULL JOIN (
    SELECT s.name, sum(l.total_kopecks) AS kopecks
    FROM beside x JOIN charge_lines l ON l.document_id = x.before_id JOIN services s ON s.id = l.service_id GROUP BY 1
  ) b ON b.name = n.name`;

/** Sums that are many times what they were, and by much. */
export const UNUSUAL = `
  SELECT b.row, p.number AS account, b.before::float8 AS before, b.now::float8 AS now, count(*) OVER ()::integer AS count
  FROM beside b JOIN account_places p ON p.id = b.account_id
  WHERE (b.now > b.before * $1 OR b.before > b.now * $1) AND abs(b.now - b.before) >= $2
  ORDER BY abs(b.now - b.before) DESC, p.number LIMIT $3`;
