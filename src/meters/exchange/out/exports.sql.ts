import { monthOpenedSql, WINDOW_OF_METER } from '../../meters.sql.js';

/** $1 format, $2 now, $3 who, $4 the month, $5 the house. */
export const INSERT_EXPORT = `
  INSERT INTO reading_exports (format, rows, created_at, staff_id, period, house_id)
  VALUES ($1, 0, $2, $3, $4, $5) RETURNING id`;

/**
 * Whatever was accepted and has not left yet: with the mark nobody takes it again. $2 month, $3 house, $4 with imported
 * ones, $5 today. Without a month those that were sent early, for a window that has not opened yet, stay: with the mark
 * nobody could correct them. Locked in the order in which corrections are written.
 */
export const MARK_READINGS = `
  WITH chosen AS MATERIALIZED (
    SELECT r.id FROM meter_readings r
    WHERE r.status = 'accepted' AND r.superseded_at IS NULL AND r.export_id IS NULL
      AND ($2::date IS NULL OR r.period = $2) AND ($4::boolean OR r.source <> 'import')
      AND EXISTS (
        SELECT FROM meters m JOIN meter_accounts ma ON ma.meter_id = m.id
        JOIN accounts a ON a.id = ma.account_id JOIN units n ON n.id = a.unit_id
        CROSS JOIN LATERAL (${WINDOW_OF_METER}) w
        WHERE m.id = r.meter_id AND ($3::uuid IS NULL OR n.house_id = $3)
          AND ($2::date IS NOT NULL OR r.period <= ${monthOpenedSql('$5::date', 'w')}))
    ORDER BY r.meter_id, r.period FOR NO KEY UPDATE
  ), marked AS (
    UPDATE meter_readings r SET export_id = $1 FROM chosen c WHERE r.id = c.id RETURNING 1
  )
  UPDATE reading_exports SET rows = (SELECT count(*) FROM marked) WHERE id = $1 RETURNING rows`;

export const FIND_EXPORT = `
  SELECT id, rows, to_char(created_at AT TIME ZONE $2, 'YYYY-MM-DD') AS day FROM reading_exports WHERE id = $1`;

export const HAS_FOUR = `
  SELECT EXISTS (SELECT FROM meter_readings WHERE export_id = $1 AND cardinality(reading) > 3) AS four`;

/** The readings of an export with what files tell of them; a meter of several accounts is told under one. */
export const DECLARE_EXPORTED = `
  DECLARE exported NO SCROLL CURSOR FOR
  SELECT a.number AS account, a.owner_name AS owner, a.els, h.address AS house, n.number AS unit, n.type AS "unitType",
    m.external_id AS "meterId", m.number, m.resource, m.tariffs, m.place, m.verification_due::text AS "verificationDue",
    m.removed_on IS NOT NULL AS removed, to_char(r.period, 'YYYY-MM') AS period,
    ARRAY(SELECT trim_scale(v)::text FROM unnest(r.reading) WITH ORDINALITY u(v, n) ORDER BY n) AS values,
    r.taken_on::text AS "takenOn", r.created_at AS "submittedAt", r.source
  FROM meter_readings r
  JOIN meters m ON m.id = r.meter_id
  JOIN LATERAL (
    SELECT a.* FROM meter_accounts ma JOIN accounts a ON a.id = ma.account_id WHERE ma.meter_id = m.id
    ORDER BY a.id = r.account_id DESC NULLS LAST, a.number LIMIT 1
  ) a ON true
  JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id
  WHERE r.export_id = $1
  ORDER BY h.address, a.number, r.period, m.resource, m.number`;

export const FETCH_EXPORTED = 'FETCH 2000 FROM exported';
