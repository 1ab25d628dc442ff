/** Payments that came after the known closing balance, those of a document that this one replaces among them. */
const SINCE = `
  SELECT coalesce(sum(y.amount_kopecks), 0)::bigint AS kopecks FROM payments y
  WHERE y.account_id = d.account_id AND (y.document_id IS NULL OR y.document_id = d.old_id)
    AND (known.as_of IS NULL OR y.paid_on > known.as_of)`;

/** The document of the month before, of the same file or an earlier one, or else a statement of the end of that month. */
const KNOWN = `
  SELECT kopecks, as_of FROM (
    SELECT closing AS kopecks, NULL::date AS as_of, 0 AS place FROM docs x
    WHERE x.account_id = d.account_id AND x.period = (d.period - interval '1 month')::date
    UNION ALL
    SELECT closing_kopecks, NULL, 1 FROM payment_documents x
    WHERE x.account_id = d.account_id AND x.superseded_by IS NULL
      AND x.period = (d.period - interval '1 month')::date
    UNION ALL
    (SELECT amount_kopecks, as_of, 2 FROM balance_statements x
     WHERE x.account_id = d.account_id AND x.superseded_by IS NULL
       AND x.as_of < d.period AND x.as_of >= d.period - 10
     ORDER BY x.as_of DESC LIMIT 1)) k
  ORDER BY place LIMIT 1`;

/**
 * Opening balances of the file that are not what is known ($1), or very large ones ($2) of accounts of which nothing is.
 * Some accountings subtract what has been paid since, or a part of it, and some tell it apart: both are right.
 */
export const OPENINGS = `
  SELECT t.*, count(*) OVER ()::integer AS count,
    sum(greatest(difference, 0)) OVER ()::float8 AS more, sum(greatest(-difference, 0)) OVER ()::float8 AS less,
    max(abs(difference)) OVER ()::float8 AS most
  FROM (
    SELECT d.row, p.number AS account, known.kopecks::float8 AS known, since.kopecks::float8 AS paid,
      d.opening::float8 AS told,
      (CASE WHEN known.kopecks IS NULL THEN d.opening
        ELSE d.opening - least(greatest(d.opening, known.kopecks - greatest(since.kopecks, 0)),
          known.kopecks - least(since.kopecks, 0)) END)::float8 AS difference
    FROM docs d
    JOIN account_places p ON p.id = d.account_id
    LEFT JOIN LATERAL (${KNOWN}) known ON true
    CROSS JOIN LATERAL (${SINCE}) since
    WHERE d.opening IS NOT NULL AND CASE WHEN $1 THEN known.kopecks IS NOT NULL
      ELSE abs(d.opening) >= $2 AND known.kopecks IS NULL AND NOT EXISTS (
        SELECT FROM payment_documents x WHERE x.account_id = d.account_id AND x.period < d.period
          AND x.superseded_by IS NULL) END) t
  WHERE difference <> 0
  ORDER BY abs(difference) DESC, row LIMIT $3`;
