/** Payments of one source and load in a time; `waiting` and `dismissed` are rows that nobody has been given. */
export interface SourcePayments {
  readonly set: 'paid' | 'waiting' | 'dismissed';
  readonly source: string;
  readonly batch_id: string;
  readonly file_name: string;
  readonly loaded_at: Date;
  readonly count: number;
  readonly kopecks: string;
  readonly commission: string;
}

/** As the index `unknown_rows_days` has them: days of rows are texts such as 2026-11-12, in the order of time. */
const ROW_DAY = `(u.record->>'paidOn') COLLATE "C" BETWEEN $1::date::text AND $2::date::text`;

const WAITING = `
    UNION ALL
    SELECT CASE WHEN u.dismissed_at IS NULL THEN 'waiting' ELSE 'dismissed' END, coalesce(u.record->>'source', ''), u.batch_id,
      count(*)::integer, sum(u.amount_kopecks)::bigint, coalesce(sum((u.record->>'commission')::bigint), 0)::bigint
    FROM unknown_rows u JOIN batches o ON o.id = u.batch_id AND o.undone_at IS NULL
    WHERE u.kind = 'payments' AND u.resolved_at IS NULL AND ${ROW_DAY}
    GROUP BY 1, 2, 3`;

const SUMS_OF_DAYS = `
    SELECT 'paid' AS set, d.source, d.batch_id, sum(d.count)::integer AS count, sum(d.kopecks)::bigint AS kopecks,
      sum(d.commission_kopecks)::bigint AS commission
    FROM payment_days d WHERE d.paid_on BETWEEN $1::date AND $2::date GROUP BY d.source, d.batch_id`;

const OF_HOUSE = `
    SELECT 'paid' AS set, p.source, p.batch_id, count(*)::integer AS count, sum(p.amount_kopecks)::bigint AS kopecks,
      sum(p.commission_kopecks)::bigint AS commission
    FROM payments p WHERE p.paid_on BETWEEN $1::date AND $2::date
      AND p.account_id IN (SELECT h.id FROM account_places h WHERE h.house_id = $3)
    GROUP BY p.source, p.batch_id`;

/** From the day $1 to the day $2, of the house $3 where one is asked for; rows without an account have no house. */
export const paymentsBySource = (ofHouse: boolean): string => `
  SELECT t.*, b.file_name, b.created_at AS loaded_at FROM (${ofHouse ? OF_HOUSE : SUMS_OF_DAYS + WAITING}) t
  JOIN batches b ON b.id = t.batch_id ORDER BY t.set <> 'paid', t.set DESC, t.source, t.batch_id`;

/** The last day that a payment is known of, to begin with. */
export const LAST_DAY = `SELECT max(paid_on)::text AS day FROM payment_days WHERE paid_on <= $1::date`;
