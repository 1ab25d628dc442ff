/** A load that never was a file. */
export const ADD_BATCH = `
  INSERT INTO batches (kind, format, file_name, sha256, period_from, period_to, rows_file, rows_loaded, total_kopecks,
    loaded_kopecks, created_at)
  VALUES ($1, 'demo', 'Демонстрационные данные', $2, $3, $4, $5, $5, $6, $6, $7) RETURNING id`;

export const ADD_DOCUMENTS = `
  INSERT INTO payment_documents (account_id, period, number, batch_id, opening_kopecks, charged_kopecks,
    recalculated_kopecks, benefit_kopecks, penalty_kopecks, paid_kopecks, closing_kopecks, counted_until, due_on,
    owner_name, address, total_area, residents)
  SELECT account, period, d.number, $1, opening, charged, recalculated, benefit, penalty, paid, closing, "countedUntil", "dueOn",
    a.owner_name, a.address, a.total_area, a.residents
  FROM jsonb_to_recordset($2::jsonb) AS d (account uuid, period date, number text, opening bigint, charged bigint,
    recalculated bigint, benefit bigint, penalty bigint, paid bigint, closing bigint, "countedUntil" date, "dueOn" date)
  JOIN account_places a ON a.id = d.account
  ORDER BY period, d.number`;

export const ADD_SERVICES =
  'INSERT INTO services (name) SELECT unnest($1::text[]) ON CONFLICT (name) DO NOTHING';

export const ADD_LINES = `
  INSERT INTO charge_lines (document_id, position, service_id, unit, volume, common_volume, tariff, charged_kopecks,
    recalculated_kopecks, recalculation_reason, benefit_kopecks, increase_factor, increase_kopecks, total_kopecks)
  SELECT d.id, l.position, s.id, l.unit, l.volume, l."commonVolume", l.tariff, l.charged,
    l.recalculated, l.reason, l.benefit, l."increaseFactor", l.increase, l.total
  FROM jsonb_to_recordset($2::jsonb) AS l (account uuid, period date, position integer, service text, unit text,
    volume numeric, "commonVolume" numeric, tariff numeric, charged bigint, recalculated bigint, reason text,
    benefit bigint, "increaseFactor" numeric, increase bigint, total bigint)
  JOIN payment_documents d ON d.account_id = l.account AND d.period = l.period AND d.batch_id = $1
  JOIN services s ON s.name = l.service`;

/** A payment of a month is counted by the document of that month; one without a document came later. */
export const ADD_PAYMENTS = `
  INSERT INTO payments (account_id, paid_on, amount_kopecks, source, period, batch_id, document_id, key)
  SELECT p.account, p."paidOn", p.amount, p.source, p.period, $1, d.id, p.key
  FROM jsonb_to_recordset($2::jsonb) AS p (account uuid, "paidOn" date, amount bigint, source text, period date,
    counted date, key text)
  LEFT JOIN payment_documents d ON d.account_id = p.account AND d.period = p.counted AND d.superseded_by IS NULL
  ORDER BY p."paidOn", p.key`;
