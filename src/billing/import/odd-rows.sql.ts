const PRODUCT = 'round((coalesce(l.volume, 0) + coalesce(l.common_volume, 0)) * l.tariff * 100)';

/**
 * Lines whose volume by tariff, in roubles a unit, is not what was charged: by more than two roubles and a fiftieth, since
 * volumes are rounded. `all` are the lines that tell both.
 */
export const UNLIKE_TARIFF = `
  SELECT row, account, service, product, charged, count(*) OVER ()::integer AS count, "all" FROM (
    SELECT l.row, r.account, s.name AS service, ${PRODUCT}::float8 AS product, l.charged::float8 AS charged,
      abs(${PRODUCT} - l.charged) > greatest(200, abs(l.charged) / 50) AS odd, count(*) OVER ()::integer AS "all"
    FROM incoming l JOIN runs r USING (run) JOIN unnest($1::text[]) WITH ORDINALITY s (name, number) ON s.number = l.service + 1
    WHERE l.service IS NOT NULL AND l.tariff <> 0 AND l.charged <> 0 AND coalesce(l.volume, l.common_volume) IS NOT NULL) t
  WHERE odd ORDER BY row LIMIT $2`;

const SHOWN = (rows: string) => `
  SELECT *, count(*) OVER ()::integer AS count FROM (${rows}) t ORDER BY abs(kopecks) DESC, row LIMIT $2`;

/** Sums of at least so many kopecks ($1), the largest first. */
export const LARGE_CHARGES = SHOWN(`
  SELECT l.row, r.account, l.total::float8 AS kopecks FROM incoming l JOIN runs r USING (run)
  WHERE l.service IS NOT NULL AND abs(l.total) >= $1
  UNION ALL
  SELECT row, account, kopecks::float8 FROM incoming_penalties WHERE abs(kopecks) >= $1
  UNION ALL
  SELECT t.row, t.account, v.kopecks::float8
  FROM told t CROSS JOIN LATERAL (
    SELECT k AS kopecks FROM unnest(ARRAY[t.opening, t.paid, t.penalty, t.closing]) k ORDER BY abs(k) DESC LIMIT 1) v
  WHERE abs(v.kopecks) >= $1`);

/** The same of balances and payments. */
export const LARGE_SUMS = SHOWN(`
  SELECT row, account, amount::float8 AS kopecks FROM planned WHERE abs(amount) >= $1`);
