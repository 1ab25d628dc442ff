import { ahead } from './charges.sql.js';
import { NAMED_BESIDE_MAIN } from './main-recipients.sql.js';
import { KEPT, NAMED } from './told-recipients.sql.js';

/** What stood for these months is kept, but no longer counts. */
export const SUPERSEDE =
  'UPDATE payment_documents p SET superseded_by = $1 FROM docs d WHERE p.id = d.old_id';

/** Their payments are free for the new documents; an undoing will want to know where they were. */
export const RELEASE_PAYMENTS = `
  WITH moved AS (
    UPDATE payments p SET document_id = NULL FROM docs d WHERE p.document_id = d.old_id RETURNING p.id, d.old_id
  )
  INSERT INTO payment_moves (batch_id, payment_id, document_id) SELECT $1::bigint, id, old_id FROM moved
  ON CONFLICT DO NOTHING`;

/**
 * The documents of a month ($2), to be paid by a day ($3). Where the file tells no totals, the opening balance is the
 * closing one of the document before, or else a statement before the month; payments that the statement already knows
 * are not subtracted again. A document that comes before its month is over knows of no payments after the day of the
 * load ($4). Owner, address, area and residents are those that the account has on the day of the load.
 */
export const INSERT_DOCUMENTS = `
  INSERT INTO payment_documents (id, account_id, period, number, batch_id, opening_kopecks, charged_kopecks,
    recalculated_kopecks, benefit_kopecks, penalty_kopecks, paid_kopecks, closing_kopecks, counted_until, due_on, stated_id, facts, debts,
    owner_name, address, total_area, residents)
  OVERRIDING SYSTEM VALUE
  SELECT d.id, d.account_id, d.period, d.number, $1::bigint, o.opening, d.charged, d.recalculated, d.benefit,
    coalesce(d.penalty, 0), p.paid,
    coalesce(d.closing, o.opening + d.charged + d.recalculated - d.benefit
      + coalesce(d.penalty, 0) - p.paid), c.until, $3::date,
    stated.id, d.facts, (SELECT jsonb_agg(b.told ORDER BY b.row) FROM incoming_debts b
      WHERE b.account_id = d.account_id AND b.period = d.period),
    flat.owner_name, flat.address, flat.total_area, flat.residents
  FROM docs d JOIN account_places flat ON flat.id = d.account_id
  CROSS JOIN LATERAL (
    SELECT coalesce(d.counted_until, least((d.period + interval '1 month' - interval '1 day')::date, $4::date)) AS until) c
  LEFT JOIN LATERAL (
    SELECT closing_kopecks FROM payment_documents x
    WHERE x.account_id = d.account_id AND x.superseded_by IS NULL AND x.period < d.period
    ORDER BY x.period DESC LIMIT 1) before ON true
  LEFT JOIN LATERAL (
    SELECT id, amount_kopecks, as_of FROM balance_statements s
    WHERE before.closing_kopecks IS NULL AND s.account_id = d.account_id AND s.superseded_by IS NULL
      AND s.as_of < d.period
    ORDER BY s.as_of DESC LIMIT 1) stated ON true
  CROSS JOIN LATERAL (
    SELECT coalesce(d.opening, before.closing_kopecks, stated.amount_kopecks, 0) AS opening) o
  CROSS JOIN LATERAL (
    SELECT coalesce(d.paid, (
      SELECT sum(y.amount_kopecks)::bigint FROM payments y
      WHERE y.account_id = d.account_id AND y.document_id IS NULL AND y.paid_on <= c.until
        AND (stated.as_of IS NULL OR y.paid_on > stated.as_of)), 0) AS paid) p
  WHERE d.period = $2::date
  ORDER BY d.id`;

/**
 * What the file tells of documents of one recipient beyond their lines: debt or advance, penalties, less payments. The
 * total of a document has its penalties: those that name a recipient themselves are not its recipient's as well.
 */
export const INSERT_SHARES = `
  INSERT INTO document_shares (document_id, recipient_id, beside_kopecks)
  SELECT d.id, ir.id, sum(t.beside)::bigint
  FROM (
    SELECT account_id, period, recipient, CASE WHEN ${ahead('told')} THEN opening + coalesce(said, 0) + penalty - paid
      ELSE closing - coalesce(own, 0) END AS beside
    FROM told
    UNION ALL SELECT account_id, period, recipient, kopecks FROM incoming_penalties
    UNION ALL SELECT t.account_id, t.period, t.recipient, -p.kopecks
    FROM incoming_penalties p JOIN told t USING (account_id, period, number)
    ${NAMED_BESIDE_MAIN('p', 'p')} WHERE ir.id IS NOT NULL) t
  JOIN docs d USING (account_id, period) ${NAMED_BESIDE_MAIN('t', 'd')}
  WHERE ir.id IS NOT NULL GROUP BY d.id, ir.id`;

/** What the penalties of a document consist of, in the order of the file. */
export const INSERT_PENALTIES = `
  INSERT INTO document_penalties (document_id, position, kind, ground, span, kopecks)
  SELECT d.id, row_number() OVER (PARTITION BY d.id ORDER BY p.row), p.kind, p.ground, p.span, p.kopecks
  FROM incoming_penalties p JOIN docs d USING (account_id, period) WHERE p.kopecks <> 0`;

/** So that the next document does not count them again. */
export const CLAIM_PAYMENTS = `
  UPDATE payments p SET document_id = t.id FROM docs d JOIN payment_documents t ON t.id = d.id
  WHERE d.period = $1::date AND p.account_id = d.account_id AND p.document_id IS NULL AND p.paid_on <= t.counted_until`;

export const CREATE_SERVICES = `
  CREATE TEMP TABLE incoming_services ON COMMIT DROP AS
  SELECT (ord - 1)::integer AS ord, name, NULL::integer AS id FROM unnest($1::text[]) WITH ORDINALITY AS s (name, ord)`;

export const WRITE_SERVICES = `
  INSERT INTO services (name) SELECT name FROM incoming_services i
  WHERE NOT EXISTS (SELECT FROM services s WHERE s.name = i.name) ORDER BY ord ON CONFLICT DO NOTHING;
  UPDATE incoming_services i SET id = s.id FROM services s WHERE s.name = i.name`;

/** Services $1 have recipients of their own, and keep them where a document names the company for all of it. */
export const INSERT_LINES = `
  INSERT INTO charge_lines (document_id, position, service_id, unit, volume, common_volume, tariff, charged_kopecks,
    recalculated_kopecks, recalculation_reason, benefit_kopecks, increase_factor, increase_kopecks, total_kopecks,
    facts, recipient_id)
  SELECT r.document_id, r.start + l.n, s.id, l.unit, l.volume, l.common_volume, l.tariff, l.charged,
    l.recalculated, l.reason, l.benefit, l.factor, l.increase, l.total, l.facts,
    CASE WHEN NOT (ir.for_rest AND l.service = ANY($1::integer[])) THEN ir.id END
  FROM incoming l JOIN runs r USING (run) JOIN incoming_services s ON s.ord = l.service ${NAMED_BESIDE_MAIN('l', 'r')}
  WHERE r.document_id IS NOT NULL`;

/** The records as they were read, with the sheet where the file has several ($2, see placeOn); see records.ts. */
export const KEEP_UNKNOWN = `
  INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
  SELECT $1::bigint, 'charges', CASE WHEN sheet IS NULL THEN row ELSE row % $3::integer END, account, kopecks,
    record || CASE WHEN sheet IS NULL THEN '{}' ELSE jsonb_build_object('sheet', sheet) END
  FROM (
  SELECT l.row, r.account, l.total AS kopecks, jsonb_build_object('type', 'charge', 'account', r.account,
    'period', r.period, 'documentNumber', r.number, 'service', s.name, 'unit', l.unit, 'volume', l.volume::text,
    'commonVolume', l.common_volume::text, 'tariff', l.tariff::text, 'charged', l.charged,
    'recalculated', l.recalculated, 'recalculationReason', l.reason, 'benefit', l.benefit,
    'increaseFactor', l.factor::text, 'increase', l.increase, 'total', l.total, 'facts', l.facts) || ${KEPT} AS record
  FROM incoming l JOIN runs r USING (run) JOIN incoming_services s ON s.ord = l.service ${NAMED('l')}
  WHERE r.account_id IS NULL
  UNION ALL
  SELECT row, account, closing, jsonb_build_object('type', 'document', 'account', account,
    'period', period, 'documentNumber', number, 'opening', opening, 'penalty', penalty, 'paid', paid,
    'closing', closing, 'charged', said, 'countedUntil', counted_until, 'facts', facts) || ${KEPT}
  FROM told ${NAMED('told')} WHERE account_id IS NULL
  UNION ALL
  SELECT row, account, counted, jsonb_build_object('type', 'penalty', 'account', account,
    'period', period, 'documentNumber', number, 'kind', kind, 'ground', ground, 'span', span, 'amount', kopecks,
    'counted', counted) || ${KEPT}
  FROM incoming_penalties p ${NAMED('p')} WHERE account_id IS NULL
  UNION ALL
  SELECT row, account, 0, jsonb_build_object('type', 'debt', 'account', account,
    'period', period, 'documentNumber', number, 'total', total, 'lines', told->'lines')
  FROM incoming_debts WHERE account_id IS NULL) t
  CROSS JOIN LATERAL (SELECT ($2::text[])[row / $3::integer] AS sheet) s
  ORDER BY row`;
