import { windowOfMeter } from '../../meters/meters.sql.js';

/** $1 format, $2 now, $3 who, $4 the month, $5 the house. */
export const INSERT_EXPORT = `
  INSERT INTO reading_exports (format, rows, created_at, staff_id, period, house_id)
  VALUES ($1, 0, $2, $3, $4, $5) RETURNING id`;

/** The month whose window was the last to open by $1, by the company's own rule. */
export const MONTH_TO_SEND = `
  SELECT to_char(opened_month($1::date, w.start_day), 'YYYY-MM') AS month
  FROM reading_windows w WHERE w.house_id IS NULL AND w.resource IS NULL`;

const OF_HOUSE = (house: string, more = '') => `EXISTS (
  SELECT FROM meters m JOIN meter_accounts ma ON ma.meter_id = m.id
  JOIN account_places a ON a.id = ma.account_id
  CROSS JOIN LATERAL (${windowOfMeter('a.house_id')}) w
  WHERE m.id = r.meter_id AND (${house}::uuid IS NULL OR a.house_id = ${house})${more})`;

/** What may leave; month, house, imported and today are parameters. */
const TO_LEAVE = (month: string, house: string, imported: string, today: string) => `
  r.status = 'accepted' AND r.superseded_at IS NULL AND r.export_id IS NULL
    AND (${month}::date IS NULL OR r.period = ${month}) AND (${imported}::boolean OR r.source <> 'import')
    AND ${OF_HOUSE(house, ` AND (${month}::date IS NOT NULL OR r.period <= opened_month(${today}::date, w.start_day))`)}`;

/**
 * Whatever was accepted and has not left yet: with the mark nobody takes it again. $2 month, $3 house, $4 with imported
 * ones, $5 today. Without a month those that were sent early, for a window that has not opened yet, stay: with the mark
 * nobody could correct them. Locked in the order in which corrections are written.
 */
export const MARK_READINGS = `
  WITH chosen AS MATERIALIZED (
    SELECT r.id FROM meter_readings r WHERE ${TO_LEAVE('$2', '$3', '$4', '$5')}
    ORDER BY r.meter_id, r.period FOR NO KEY UPDATE
  )
  UPDATE meter_readings r SET export_id = $1 FROM chosen c WHERE r.id = c.id`;

/** Takes the mark back from readings that found no place in the format. */
export const UNMARK = 'UPDATE meter_readings SET export_id = NULL WHERE export_id = $1 AND id = ANY($2)';

export const COUNT_EXPORTED = 'UPDATE reading_exports SET rows = $2 WHERE id = $1';

/** What would leave, by month and by what decides whether it fits the format. $1 month, $2 house, $3 imported, $4 today. */
export const COUNT_TO_LEAVE = `
  SELECT to_char(r.period, 'YYYY-MM') AS period, m.resource, m.tariffs, cardinality(r.reading) AS values,
    m.gis_number = '' AS unnumbered, count(*)::integer AS count
  FROM meter_readings r JOIN meters m ON m.id = r.meter_id
  WHERE ${TO_LEAVE('$1', '$2', '$3', '$4')} GROUP BY 1, 2, 3, 4, 5 ORDER BY 1`;

/** What stays although it has not left yet, and why. The same parameters. */
export const COUNT_STAYING = `
  SELECT count(*) FILTER (WHERE r.status = 'sent' AND ($1::date IS NULL OR r.period = $1))::integer AS waiting,
    count(*) FILTER (WHERE r.status = 'accepted' AND r.source = 'import' AND NOT $3::boolean
      AND ($1::date IS NULL OR r.period = $1))::integer AS imported,
    count(*) FILTER (WHERE r.status = 'accepted' AND ($3::boolean OR r.source <> 'import') AND r.period < $1)::integer AS earlier,
    count(*) FILTER (WHERE r.status = 'accepted' AND ($3::boolean OR r.source <> 'import')
      AND r.period > coalesce($1::date, $4::date))::integer AS later
  FROM meter_readings r
  WHERE r.superseded_at IS NULL AND r.export_id IS NULL AND r.status IN ('accepted', 'sent') AND ${OF_HOUSE('$2')}`;

/** $2 when, $3 who. Only one of two people takes it back. */
export const UNDO_EXPORT = `
  UPDATE reading_exports SET undone_at = $2, undone_by = $3 WHERE id = $1 AND undone_at IS NULL RETURNING rows`;

export const UNMARK_ALL = `
  WITH chosen AS MATERIALIZED (
    SELECT id FROM meter_readings WHERE export_id = $1 ORDER BY meter_id, period FOR NO KEY UPDATE)
  UPDATE meter_readings r SET export_id = NULL FROM chosen c WHERE r.id = c.id`;

export const FIND_EXPORT = `
  SELECT id, rows, undone_at, to_char(created_at AT TIME ZONE $2, 'YYYY-MM-DD') AS day FROM reading_exports WHERE id = $1`;

export const HAS_FOUR = `
  SELECT EXISTS (SELECT FROM meter_readings WHERE export_id = $1 AND cardinality(reading) > 3) AS four`;

/** The readings of an export with what files tell of them; a meter of several accounts is told under one. */
export const DECLARE_EXPORTED = `
  DECLARE exported NO SCROLL CURSOR FOR
  SELECT r.id, a.number AS account, a.owner_name AS owner, a.els, a.house, a.unit, a.unit_type AS "unitType", a.address,
    m.external_id AS "meterId", m.gis_number AS "gisNumber", m.number, m.resource, m.tariffs, m.place, m.verification_due::text AS "verificationDue",
    m.removed_on IS NOT NULL AS removed, to_char(r.period, 'YYYY-MM') AS period,
    ARRAY(SELECT trim_scale(v)::text FROM unnest(r.reading) WITH ORDINALITY u(v, n) ORDER BY n) AS values,
    r.taken_on::text AS "takenOn", r.created_at AS "submittedAt", r.source
  FROM meter_readings r
  JOIN meters m ON m.id = r.meter_id
  JOIN LATERAL (
    SELECT a.* FROM meter_accounts ma JOIN account_places a ON a.id = ma.account_id WHERE ma.meter_id = m.id
    ORDER BY a.id = r.account_id DESC NULLS LAST, a.number LIMIT 1
  ) a ON true
  WHERE r.export_id = $1
  ORDER BY a.house, a.number, r.period, m.resource, m.number`;

export const FETCH_EXPORTED = 'FETCH 2000 FROM exported';
