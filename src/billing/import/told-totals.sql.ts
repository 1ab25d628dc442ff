const COUNTED = 'd.opening + d.charged + d.recalculated - d.benefit + d.penalty - d.paid';

/** Documents whose own total is not what their parts come to, those that differ most first. */
export const UNEVEN = `
  SELECT p.number AS account, d.closing::float8 AS told, (${COUNTED})::float8 AS counted,
    count(*) OVER ()::integer AS count, (max(abs(d.closing - (${COUNTED}))) OVER ())::float8 AS most
  FROM docs d JOIN account_places p ON p.id = d.account_id WHERE d.closing <> ${COUNTED} AND d.closing <> ${COUNTED} - coalesce(d.subsidies, 0)
  ORDER BY abs(d.closing - (${COUNTED})) DESC, p.number LIMIT $1`;

/** Documents with nought to pay that are paid ahead by what their parts come to. */
export const AHEAD = `
  SELECT p.number AS account, d.closing::float8 AS kopecks, count(*) OVER ()::integer AS count
  FROM docs d JOIN account_places p ON p.id = d.account_id WHERE d.ahead ORDER BY d.closing, p.number LIMIT $1`;

/** Accounts of which the file has several documents for a month. */
export const SEVERAL = `
  SELECT p.number AS account, string_agg(t.number, ', ' ORDER BY t.row) AS numbers, d.closing::float8 AS kopecks,
    count(*) OVER ()::integer AS count
  FROM docs d JOIN told t ON t.account_id = d.account_id AND t.period = d.period
  JOIN account_places p ON p.id = d.account_id
  WHERE d.told > 1 GROUP BY p.number, d.id, d.closing ORDER BY p.number LIMIT $1`;
