import { NAMED_BESIDE_MAIN } from './main-recipients.sql.js';

const LINES = (
  document: string,
): string => `(SELECT json_agg(json_build_array(l.service_id, l.recipient_id, l.total_kopecks::text))
    FROM charge_lines l WHERE l.document_id = ${document})`;
const SHARES = (
  document: string,
): string => `(SELECT json_agg(json_build_array(s.recipient_id, s.beside_kopecks::text))
    FROM document_shares s WHERE s.document_id = ${document})`;

/** Documents of the month $1 that were just written, with the one before and the payments that they count. */
export const DECLARE_MONTH = `
  DECLARE month NO SCROLL CURSOR FOR
  SELECT t.id, p.house_id AS house, t.closing_kopecks AS closing, t.penalty_kopecks - coalesce(f.kopecks, 0) AS penalty,
    coalesce(w.told, '{}') AS told, f.fines,
    ${LINES('t.id')} AS lines, ${SHARES('t.id')} AS beside,
    x.closing_kopecks AS former_closing, ${LINES('x.id')} AS former_lines, ${SHARES('x.id')} AS former_beside,
    (SELECT json_agg(json_build_array(y.recipient_id, y.amount_kopecks::text)) FROM payments y
     WHERE y.document_id = t.id AND y.recipient_id IS NOT NULL) AS paid
  FROM docs d JOIN payment_documents t ON t.id = d.id JOIN account_places p ON p.id = t.account_id
  LEFT JOIN (
    SELECT f.account_id, f.period, sum(f.kopecks) FILTER (WHERE ir.id IS NOT NULL)::bigint AS kopecks,
      json_agg(json_build_array(f.ground, f.kopecks::text)) FILTER (WHERE ir.id IS NULL AND f.kopecks > 0
        AND f.kind IN ('penalty', 'forfeit')) AS fines
    FROM incoming_penalties f ${NAMED_BESIDE_MAIN('f', 'f')} GROUP BY 1, 2
  ) f ON f.account_id = d.account_id AND f.period = d.period
  LEFT JOIN (
    SELECT w.account_id, w.period, array_agg(DISTINCT ir.id) AS told FROM told w
    ${NAMED_BESIDE_MAIN('w', 'w')} WHERE ir.id IS NOT NULL GROUP BY 1, 2
  ) w ON w.account_id = d.account_id AND w.period = d.period
  LEFT JOIN LATERAL (
    SELECT id, closing_kopecks FROM payment_documents x
    WHERE x.account_id = t.account_id AND x.superseded_by IS NULL AND x.period < t.period
    ORDER BY x.period DESC LIMIT 1) x ON true
  WHERE d.period = $1::date ORDER BY t.id`;

export const FETCH_MONTH = 'FETCH 2000 FROM month';

/** Added to penalties that the file gives to them. */
export const KEEP_SHARES = `
  INSERT INTO document_shares AS s (document_id, recipient_id, beside_kopecks, carried_kopecks)
  SELECT id, recipient, fines + carried, carried
  FROM unnest($1::bigint[], $2::integer[], $3::bigint[], $4::bigint[]) u (id, recipient, fines, carried)
  ON CONFLICT (document_id, recipient_id) DO UPDATE
  SET beside_kopecks = s.beside_kopecks + excluded.beside_kopecks, carried_kopecks = excluded.carried_kopecks`;
