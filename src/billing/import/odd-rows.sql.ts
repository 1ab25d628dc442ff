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
  SELECT *, count(*) OVER ()::integer AS count,
    count(*) FILTER (WHERE abs(kopecks) >= $1::bigint) OVER ()::integer AS asked FROM (${rows}) t ORDER BY abs(kopecks) DESC, row LIMIT $2`;

/** What is out of the ordinary by the file's own median; of few rows a median says little. Never above $1. */
const unlike = (kopecks: string, rows: string) => `(
  SELECT least(CASE WHEN count(*) < 10 THEN 10000000 ELSE $1::bigint END,
    greatest(5000000, 20 * percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(${kopecks})))) FROM ${rows})`;

/** Sums of at least so many kopecks ($1), and those of accounts without history that are unlike the file's, the largest first. */
export const LARGE_CHARGES = SHOWN(`
  SELECT l.row, r.account, l.total::float8 AS kopecks FROM incoming l JOIN runs r USING (run)
  WHERE l.service IS NOT NULL AND abs(l.total) >= ${unlike('i.total', 'incoming i WHERE i.service IS NOT NULL')}
    AND (abs(l.total) >= $1::bigint OR NOT EXISTS (SELECT FROM payment_documents x
      WHERE x.account_id = r.account_id AND x.period < r.period AND x.superseded_by IS NULL))
  UNION ALL
  SELECT row, account, kopecks::float8 FROM incoming_penalties WHERE abs(kopecks) >= $1::bigint
  UNION ALL
  SELECT t.row, t.account, v.kopecks::float8
  FROM told t CROSS JOIN LATERAL (
    SELECT k AS kopecks FROM unnest(ARRAY[t.opening, t.paid, t.penalty, t.closing]) k ORDER BY abs(k) DESC LIMIT 1) v
  WHERE abs(v.kopecks) >= $1::bigint`);

/** The same of balances. */
export const LARGE_SUMS = SHOWN(`
  SELECT row, account, amount::float8 AS kopecks FROM planned WHERE abs(amount) >= $1::bigint`);

/** The same of payments, of which few are many times the usual one. */
export const LARGE_PAYMENTS = SHOWN(`
  SELECT row, account, amount::float8 AS kopecks FROM planned WHERE abs(amount) >= ${unlike('i.amount', 'planned i')}`);

/** Documents whose areas or people a flat hardly has, as with files of accounts, or that are far from what is known. */
export const ODD_FLATS = `
  SELECT *, count(*) OVER ()::integer AS count FROM (
    SELECT t.row, p.number AS account, concat_ws(' / ', t.facts->>'area', t.facts->>'livingArea', t.facts->>'heatedArea') AS areas,
      t.facts->>'residents' AS residents, p.total_area::text AS known, p.residents AS live
    FROM told t JOIN account_places p ON p.id = t.account_id
    CROSS JOIN LATERAL (
      SELECT (t.facts->>'area')::numeric AS area, (t.facts->>'residents')::integer AS residents,
        greatest((t.facts->>'area')::numeric, (t.facts->>'livingArea')::numeric, (t.facts->>'heatedArea')::numeric) AS largest) f
    WHERE t.facts IS NOT NULL AND (
      p.unit_type IN ('flat', 'apartment', 'room') AND (f.largest >= 500 OR f.area < 5 OR f.residents > 15)
      OR f.area NOT BETWEEN p.total_area * 2 / 3 AND p.total_area * 3 / 2
      OR abs(f.residents - p.residents) >= 5)) o
  ORDER BY row LIMIT $1`;
