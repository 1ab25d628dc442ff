import { INSERT_LINKS, TOLD_OF_METERS } from './targets.sql.js';

const KEPT = [...TOLD_OF_METERS, 'updated_at'];
/** Loads from before a column was there have kept nothing of it, and have not changed it. */
const FORMER: Readonly<Record<string, string>> = { gis_number: 'coalesce(b.gis_number, m.gis_number)' };

/** Meters that a load is about to change, as they are before. */
export const CREATE_FORMER = `
  CREATE TEMP TABLE former ON COMMIT DROP AS
  SELECT m.id, m.version, jsonb_build_object(${KEPT.map((column) => `'${column}', m.${column}`).join(', ')}) AS before
  FROM targets t JOIN meters m ON m.id = t.meter_id WHERE t.state = 'changed'`;

/** Keeps what a load ($1) has made and changed of meters, once it is written. */
export const KEEP_METERS = `
  INSERT INTO loaded_meters (import_id, meter_id, was, version, before)
  SELECT $1, m.id, f.version, m.version, f.before
  FROM targets t JOIN meters m ON m.id = t.meter_id LEFT JOIN former f ON f.id = m.id
  WHERE t.state IN ('new', 'changed')`;

/** Gives meters to accounts, and notes which were not theirs before. */
export const INSERT_NOTED_LINKS = `
  WITH made AS (${INSERT_LINKS} RETURNING meter_id, account_id)
  INSERT INTO loaded_meter_accounts (import_id, meter_id, account_id) SELECT $1, meter_id, account_id FROM made`;

/** True of a load of which it is known what it has changed. */
export const IS_KNOWN = `EXISTS (SELECT FROM loaded_meters l WHERE l.import_id = i.id)
  OR EXISTS (SELECT FROM loaded_meter_accounts l WHERE l.import_id = i.id)
  OR EXISTS (SELECT FROM meter_readings r WHERE r.import_id = i.id)`;

/** The meters that a load ($1) has to do with: their readings wait until it is over. */
export const CREATE_TOUCHED = `
  CREATE TEMP TABLE touched ON COMMIT DROP AS
  SELECT meter_id FROM loaded_meters WHERE import_id = $1
  UNION SELECT meter_id FROM loaded_meter_accounts WHERE import_id = $1`;
export const LOCK_TOUCHED = `
  SELECT FROM meters WHERE id IN (
    SELECT meter_id FROM touched UNION SELECT meter_id FROM meter_readings WHERE import_id = $1)
  ORDER BY id FOR UPDATE`;

/** Readings of a load that nobody has corrected, cancelled, exported or photographed; locked as an export locks them. */
export const CREATE_TAKEN_READINGS = `
  CREATE TEMP TABLE taken_readings ON COMMIT DROP AS
  SELECT r.id, r.replaced_id, r.meter_id, r.period FROM meter_readings r
  WHERE r.import_id = $1 AND r.superseded_at IS NULL AND r.status = 'accepted' AND r.export_id IS NULL
    AND NOT EXISTS (SELECT FROM meter_photos p WHERE p.reading_id = r.id)
  ORDER BY r.meter_id, r.period FOR UPDATE OF r`;

export const TAKE_READINGS_BACK: readonly string[] = [
  'DELETE FROM meter_readings r USING taken_readings t WHERE r.id = t.id',
  'UPDATE meter_readings r SET superseded_at = NULL FROM taken_readings t WHERE r.id = t.replaced_id',
];

/** Of the last month of which readings have gone: accounts with a cabinet that have none of it now for a meter of theirs. */
export const MISSED = `
  SELECT to_char(t.period, 'YYYY-MM') AS month, count(DISTINCT ma.account_id)::integer AS accounts
  FROM taken_readings t JOIN meter_accounts ma ON ma.meter_id = t.meter_id
  JOIN meters m ON m.id = t.meter_id AND m.removed_on IS NULL AND NOT m.automatic
  WHERE t.period = (SELECT max(period) FROM taken_readings)
    AND EXISTS (SELECT FROM active_links l WHERE l.account_id = ma.account_id)
    AND NOT EXISTS (SELECT FROM current_readings r WHERE r.meter_id = t.meter_id AND r.period = t.period)
  GROUP BY t.period`;

/** Meters that nobody has changed since, by hand or by a later file. */
export const CREATE_TAKEN = `
  CREATE TEMP TABLE taken ON COMMIT DROP AS
  SELECT l.* FROM loaded_meters l JOIN meters m ON m.id = l.meter_id
  WHERE l.import_id = $1 AND l.version = m.version
    AND NOT EXISTS (SELECT FROM loaded_meters n WHERE n.meter_id = l.meter_id AND n.id > l.id)`;

/**
 * A meter cannot be again what its readings or another meter do not go with any more. Asked again until no more stay: what
 * stays keeps its numbers.
 */
export const LEAVE_UNFIT = `
  DELETE FROM taken WHERE id IN (
    SELECT t.id FROM taken t JOIN meters m ON m.id = t.meter_id, jsonb_populate_record(NULL::meters, t.before) b
    WHERE t.was IS NOT NULL AND (
      EXISTS (SELECT FROM current_readings r WHERE r.meter_id = m.id AND (r.taken_on > b.removed_on
        OR EXISTS (SELECT FROM unnest(r.reading) v WHERE v >= 10 ^ b.capacity OR scale(trim_scale(v)) > b.decimals)))
      OR b.removed_on IS NULL AND EXISTS (
        SELECT FROM meters k WHERE k.resource = m.resource AND k.number = b.number AND k.removed_on IS NULL
          AND k.id <> m.id AND NOT EXISTS (SELECT FROM taken o WHERE o.meter_id = k.id))
      OR b.removed_on IS NULL AND EXISTS (
        SELECT FROM meters k WHERE k.gis_number = b.gis_number AND k.gis_number <> '' AND k.removed_on IS NULL
          AND k.id <> m.id AND NOT EXISTS (SELECT FROM taken o WHERE o.meter_id = k.id)))) RETURNING id`;

/** New meters go with their accounts, unless anything else refers to them: then they keep these. */
export const LEAVE_USED: readonly string[] = [
  `CREATE TEMP TABLE own_links ON COMMIT DROP AS
   SELECT l.meter_id, l.account_id FROM loaded_meter_accounts l
   JOIN taken t ON t.meter_id = l.meter_id AND t.import_id = l.import_id WHERE t.was IS NULL`,
  `DELETE FROM meter_accounts ma USING own_links o WHERE ma.meter_id = o.meter_id AND ma.account_id = o.account_id`,
  `DELETE FROM taken t USING referred_to('meters', ARRAY(SELECT meter_id FROM taken WHERE was IS NULL)) u (id)
   WHERE t.meter_id = u.id AND t.was IS NULL`,
  `INSERT INTO meter_accounts (meter_id, account_id)
   SELECT meter_id, account_id FROM own_links WHERE meter_id NOT IN (SELECT meter_id FROM taken)`,
];

/** A known meter is no more of an account that the load has given it to and nobody has read it for; the last one stays. */
export const TAKE_LINKS_BACK = `
  DELETE FROM meter_accounts ma USING loaded_meter_accounts l
  WHERE l.import_id = $1 AND ma.meter_id = l.meter_id AND ma.account_id = l.account_id
    AND NOT EXISTS (SELECT FROM loaded_meters m WHERE m.import_id = $1 AND m.meter_id = l.meter_id AND m.was IS NULL)
    AND NOT EXISTS (SELECT FROM meter_readings r WHERE r.meter_id = l.meter_id AND r.account_id = l.account_id)
    AND EXISTS (SELECT FROM meter_accounts o WHERE o.meter_id = l.meter_id AND NOT EXISTS (
      SELECT FROM loaded_meter_accounts x
      WHERE x.import_id = $1 AND x.meter_id = o.meter_id AND x.account_id = o.account_id))`;

/** Two meters may have swapped their numbers: none has its own again before all have let go of those of the file. */
export const TAKE_METERS_BACK: readonly string[] = [
  'DELETE FROM meters m USING taken t WHERE m.id = t.meter_id AND t.was IS NULL',
  `UPDATE meters m SET number = m.id::text FROM taken t WHERE m.id = t.meter_id AND m.number <> t.before->>'number'`,
  `UPDATE meters m SET gis_number = '' FROM taken t
   WHERE m.id = t.meter_id AND m.gis_number <> '' AND m.gis_number <> t.before->>'gis_number'`,
  `UPDATE meters m SET ${KEPT.map((column) => `${column} = ${FORMER[column] ?? `b.${column}`}`).join(', ')}
   FROM taken t, jsonb_populate_record(NULL::meters, t.before) b WHERE t.was IS NOT NULL AND m.id = t.meter_id`,
  // a file before this one knows the meters again by their versions
  `UPDATE loaded_meters l SET version = m.version FROM taken t JOIN meters m ON m.id = t.meter_id
   WHERE l.meter_id = t.meter_id AND l.id < t.id AND l.version = t.was`,
];

/** What has gone back and what stays, with the first numbers of it. */
export const COUNT = `
  WITH staying AS (
    SELECT meter_id FROM loaded_meters WHERE import_id = $1 AND id NOT IN (SELECT id FROM taken)
    UNION SELECT meter_id FROM loaded_meter_accounts WHERE import_id = $1
  ), readings AS (SELECT meter_id FROM meter_readings WHERE import_id = $1)
  SELECT (SELECT count(*)::integer FROM touched WHERE meter_id NOT IN (SELECT meter_id FROM staying)) AS meters,
    (SELECT count(*)::integer FROM taken_readings) AS readings,
    (SELECT count(*)::integer FROM staying) AS "keptMeters",
    (SELECT count(*)::integer FROM readings) AS "keptReadings",
    ARRAY(SELECT DISTINCT '№ ' || m.number FROM meters m
      WHERE m.id IN (SELECT meter_id FROM staying UNION SELECT meter_id FROM readings) ORDER BY 1 LIMIT 5) AS named`;

export const FORGET: readonly string[] = [
  'DELETE FROM loaded_meter_accounts WHERE import_id = $1',
  'DELETE FROM loaded_meters WHERE import_id = $1',
];
