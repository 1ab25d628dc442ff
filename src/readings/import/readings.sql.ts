import { FAR } from '../../meters/reading-check.js';
import { RESOURCES } from '../../meters/resource.js';
import { GOOD } from './incoming.sql.js';

/** More than a year tells what is usual. */
const LATEST = 14;

/**
 * The readings of the file beside what stands there for the same month: one that an import has brought may be
 * corrected by another, one that a resident has sent or the office has taken down stays.
 */
export const CREATE_READINGS = `
  CREATE TEMP TABLE readings ON COMMIT DROP AS
  SELECT DISTINCT ON (p.meter_id, p.period) p.item, p.row, p.meter_id, p.account_id, p.period, p.taken_on, p.reading,
    r.id AS old_id, r.reading AS old_reading, '{}'::text[] AS doubts,
    CASE WHEN r.id IS NULL THEN 'new' WHEN r.reading = p.reading THEN 'unchanged'
         WHEN r.source = 'import' THEN 'changed' ELSE 'kept' END AS state
  FROM ${GOOD} p
  LEFT JOIN current_readings r ON r.meter_id = p.meter_id AND r.period = p.period
  WHERE p.reading IS NOT NULL
  ORDER BY p.meter_id, p.period, p.item`;

const ACCEPTED = `r.meter_id = o.meter_id AND r.status = 'accepted'`;
const CALM = Object.entries(RESOURCES)
  .map(([resource, { quietLimit }]) => `('${resource}', ${quietLimit})`)
  .join(', ');
const MONTHS = (from: string, to: string) =>
  `((extract(year FROM ${to}) - extract(year FROM ${from})) * 12 + extract(month FROM ${to}) - extract(month FROM ${from}))`;

/** Whatever `checkValue` may not pass: with its own usual months, or without any, a value may pass that stands out here. */
export const standsOut = (now: string, was: string, months: string, calm: string): string =>
  `(${now} < ${was} OR ${now} - ${was} > ${months} * ${calm} / ${FAR}.0)`;

/**
 * Readings to look at twice: less than the one before, more than the one after, or more in a month than anybody may
 * wonder at. The neighbours are those in the portal and in the file; the first value of a meter is its initial one.
 */
export const DECLARE_UNUSUAL = `
  DECLARE unusual NO SCROLL CURSOR FOR
  WITH ordered AS (
    SELECT item, row, meter_id, period, reading, lag(reading) OVER w AS file_before, lag(period) OVER w AS file_period,
      lead(period) OVER w AS file_next
    FROM readings WHERE state IN ('new', 'changed') WINDOW w AS (PARTITION BY meter_id ORDER BY period)
  ), beside AS (
    SELECT o.*, t.capacity, t.decimals, t.resource, c.calm,
      CASE WHEN file_period >= coalesce(b.period, file_period) THEN file_before
           ELSE coalesce(b.reading, t.initial_values) END AS before,
      CASE WHEN file_period >= coalesce(b.period, file_period) THEN file_period
           ELSE coalesce(b.period, date_trunc('month', t.installed_on)::date) END AS before_period,
      CASE WHEN file_next <= a.period THEN NULL ELSE a.reading END AS after, a.period AS after_period
    FROM ordered o
    JOIN targets t ON t.meter_id = o.meter_id
    JOIN (VALUES ${CALM}) c(resource, calm) ON c.resource = t.resource
    LEFT JOIN LATERAL (
      SELECT r.reading, r.period FROM current_readings r WHERE ${ACCEPTED} AND r.period < o.period
      ORDER BY r.period DESC, r.id DESC LIMIT 1) b ON true
    LEFT JOIN LATERAL (
      SELECT r.reading, r.period FROM current_readings r WHERE ${ACCEPTED} AND r.period > o.period
      ORDER BY r.period, r.id LIMIT 1) a ON true
  ), counted AS (
    SELECT *, greatest(1, ${MONTHS('before_period', 'period')})::integer AS months FROM beside
  )
  SELECT o.item, o.row, o.period::text, o.reading::text[], o.before::text[], o.before_period::text, o.after::text[],
    o.after_period::text, CASE WHEN o.before_period IS NOT NULL THEN o.months END AS months, o.capacity, o.decimals,
    o.resource, past.readings AS past
  FROM counted o
  LEFT JOIN LATERAL (
    SELECT json_agg(json_build_object('period', to_char(period, 'YYYY-MM'), 'reading', reading::text[]) ORDER BY period DESC) AS readings
    FROM (SELECT r.period, r.reading FROM current_readings r WHERE ${ACCEPTED} AND r.period < o.period
          ORDER BY r.period DESC, r.id DESC LIMIT ${LATEST}) r
  ) past ON true
  WHERE EXISTS (
      SELECT FROM unnest(o.reading, o.before) AS u(now, was)
      WHERE ${standsOut('now', 'was', 'o.months', 'o.calm')} AND (now < was OR o.before_period IS NOT NULL))
    OR EXISTS (SELECT FROM unnest(o.reading, o.after) AS u(now, later) WHERE later < now)`;

export const FETCH_UNUSUAL = 'FETCH 500 FROM unusual';
export const CLOSE_UNUSUAL = 'CLOSE unusual';

/** Whoever shares the meter has the same wrong in their row. */
export const REFUSE = `
  INSERT INTO wrong SELECT p.row, $1, u.reason
  FROM unnest($2::integer[], $3::text[]) AS u(item, reason)
  JOIN readings r ON r.item = u.item
  JOIN planned p ON p.meter_id = r.meter_id AND p.period = r.period AND p.reading IS NOT NULL`;

export const DOUBT = `
  UPDATE readings r SET doubts = ARRAY[u.doubt] FROM unnest($1::integer[], $2::text[]) AS u(item, doubt)
  WHERE r.item = u.item`;

export const DROP_REFUSED = 'DELETE FROM readings r USING wrong w WHERE w.row = r.row';

export const KEPT = `
  SELECT row, (SELECT string_agg(trim_scale(v)::text, ' / ') FROM unnest(reading) v) AS given,
    (SELECT string_agg(trim_scale(v)::text, ' / ') FROM unnest(old_reading) v) AS known,
    count(*) OVER ()::integer AS count
  FROM readings WHERE state = 'kept' ORDER BY row LIMIT $1`;

/** Readings of these meters wait until the load is over. */
export const LOCK_CHANGED = `
  SELECT id FROM meters WHERE id IN (
    SELECT meter_id FROM targets WHERE state = 'changed'
    UNION SELECT meter_id FROM readings WHERE state IN ('new', 'changed')) ORDER BY id FOR UPDATE`;

/** Readings that have come while the file was checked stay as those that came before. */
export const KEEP_NEWER = `
  UPDATE readings n SET state = CASE WHEN r.reading = n.reading THEN 'unchanged' ELSE 'kept' END,
    old_id = r.id, old_reading = r.reading
  FROM current_readings r
  WHERE r.meter_id = n.meter_id AND r.period = n.period
    AND n.state IN ('new', 'changed') AND r.id IS DISTINCT FROM n.old_id`;

/** Numbers of rows by what is to be done with them. */
export const COUNT_ROWS = `
  SELECT count(*) FILTER (WHERE state = 1)::integer AS new, count(*) FILTER (WHERE state = 2)::integer AS changed,
    count(*) FILTER (WHERE state = 3)::integer AS kept, count(*) FILTER (WHERE state = 4)::integer AS unchanged
  FROM (
    SELECT p.row, min(CASE
      WHEN t.state = 'new' OR r.state = 'new' THEN 1
      WHEN t.state = 'changed' OR r.state = 'changed' OR ma.meter_id IS NULL THEN 2
      WHEN r.state = 'kept' THEN 3 ELSE 4 END) AS state
    FROM ${GOOD} p
    JOIN targets t ON t.meter_id = p.meter_id
    LEFT JOIN readings r ON r.meter_id = p.meter_id AND r.period = p.period AND p.reading IS NOT NULL
    LEFT JOIN meter_accounts ma ON ma.meter_id = p.meter_id AND ma.account_id = p.account_id
    GROUP BY p.row
  ) rows`;

/** Numbers of meters and of readings. */
export const COUNT_THINGS = `
  SELECT (SELECT count(*) FROM targets WHERE state = 'new')::integer AS "newMeters",
    (SELECT count(*) FROM targets WHERE state = 'changed')::integer AS "changedMeters",
    (SELECT count(*) FROM targets WHERE number <> old_number)::integer AS renumbered,
    (SELECT count(*) FROM readings WHERE state = 'new')::integer AS "newReadings",
    (SELECT count(*) FROM readings WHERE state = 'changed')::integer AS "changedReadings"`;

export const SUPERSEDE_OLD = `
  UPDATE meter_readings r SET superseded_at = $1 FROM readings n WHERE n.state = 'changed' AND r.id = n.old_id`;

/** $2 is who of the office has loaded them: whoever does has decided; $3 is the load. */
export const INSERT_READINGS = `
  INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, doubts, account_id, staff_id,
                              created_at, decided_at, decided_by, import_id, replaced_id)
  SELECT meter_id, period, reading, taken_on, 'import', 'accepted', doubts, account_id, $2::uuid,
         $1::timestamptz, CASE WHEN $2::uuid IS NOT NULL THEN $1::timestamptz END, $2::uuid, $3::uuid,
         CASE WHEN state = 'changed' THEN old_id END
  FROM readings WHERE state IN ('new', 'changed') ORDER BY meter_id, period`;
