import { windowOfMeter } from '../../meters/meters.sql.js';

/** What a record brings, in the order of COPY. */
const INCOMING_COLUMNS = `item, row, account, external_id, gis_number, number, resource, tariffs, capacity, decimals, place,
  verified_on, verification_due, installed_on, commissioned_on, sealed_on, removed_on, automatic, initial_values,
  period, taken_on, reading, reason, source`;

/** All rows of the file, each with as many items as it has meters; null is what it does not tell. */
export const CREATE_INCOMING = `
  CREATE TEMP TABLE incoming (
    item integer NOT NULL, row integer NOT NULL, account text, external_id text, gis_number text, number text, resource text,
    tariffs smallint, capacity smallint, decimals smallint, place text,
    verified_on date, verification_due date, installed_on date, commissioned_on date, sealed_on date, removed_on date,
    automatic boolean, initial_values numeric[], period date, taken_on date, reading numeric[],
    reason text, source text
  ) ON COMMIT DROP`;

/** What is found wrong with rows beside others and beside the database. */
export const CREATE_WRONG = 'CREATE TEMP TABLE wrong (row integer, field text, reason text) ON COMMIT DROP';

export const COPY_INCOMING = `COPY incoming (${INCOMING_COLUMNS}) FROM STDIN`;

/**
 * A number that is spelt otherwise than that of the account's only such meter is taken for it; the office is told. What
 * the accounting calls by a name that is known may have a new number.
 */
export const RESPELL = `
  UPDATE incoming i SET number = found.number
  FROM (
    SELECT t.item, t.number AS told, min(m.number) AS number
    FROM incoming t
    JOIN account_places a ON a.number = t.account
    JOIN installed_meters m ON m.account_id = a.id AND (t.resource IS NULL OR m.resource = t.resource)
      AND meter_number_key(m.number) = meter_number_key(t.number)
    WHERE t.reason IS NULL AND t.number <> ''
      AND NOT EXISTS (
        SELECT FROM meters k WHERE k.resource = m.resource AND k.number = t.number AND k.removed_on IS NULL)
      AND NOT EXISTS (SELECT FROM meters k WHERE t.external_id <> '' AND k.external_id = t.external_id)
    GROUP BY t.item, t.number HAVING count(*) = 1
  ) found
  WHERE found.item = i.item RETURNING i.row, found.told, found.number`;

/**
 * Finds accounts and meters: by the name that the accounting gives a meter, then by what it measures and its number,
 * those in use before those taken out, which are looked for at the account only.
 */
export const CREATE_MATCHED = `
  CREATE TEMP TABLE matched ON COMMIT DROP AS
  SELECT i.*, a.id AS account_id, a.house_id, known.id AS known_id,
    coalesce(known.resource, i.resource) AS meter_resource
  FROM incoming i
  LEFT JOIN account_places a ON a.number = i.account
  LEFT JOIN LATERAL (
    SELECT id, resource FROM (
      SELECT m.id, m.resource, 1 AS place, m.removed_on FROM meters m
      WHERE i.external_id <> '' AND m.external_id = i.external_id AND m.external_id <> '' AND m.removed_on IS NULL
      UNION ALL
      SELECT m.id, m.resource, 2, NULL FROM meters m
      WHERE m.resource = i.resource AND m.number = i.number AND m.removed_on IS NULL
      UNION ALL
      SELECT m.id, m.resource, 3, NULL FROM installed_meters m
      WHERE m.account_id = a.id AND i.resource IS NULL AND m.number = i.number
      UNION ALL
      SELECT m.id, m.resource, 4, m.removed_on FROM meters m
      WHERE i.external_id <> '' AND m.external_id = i.external_id AND m.external_id <> '' AND m.removed_on IS NOT NULL
      UNION ALL
      SELECT m.id, m.resource, 5, m.removed_on FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id
      WHERE ma.account_id = a.id AND (i.resource IS NULL OR m.resource = i.resource) AND m.number = i.number
        AND m.removed_on IS NOT NULL
    ) found ORDER BY place, removed_on DESC LIMIT 1
  ) known ON true
  WHERE i.reason IS NULL`;

/** Meters that the portal does not know, by what they measure and their number. */
export const CREATE_FRESH = `
  CREATE TEMP TABLE fresh ON COMMIT DROP AS
  SELECT resource, number, gen_random_uuid() AS id FROM matched
  WHERE known_id IS NULL AND resource IS NOT NULL AND number <> '' GROUP BY resource, number`;

/**
 * Every item with its meter and the month of its reading: the office tells when a dial was read, not when it was sent.
 */
export const CREATE_PLANNED = `
  CREATE TEMP TABLE planned ON COMMIT DROP AS
  SELECT x.item, x.row, x.account, x.account_id, x.house_id, x.external_id, x.gis_number, x.number, x.resource AS given_resource,
    x.meter_resource AS resource, x.tariffs, x.capacity, x.decimals, x.place, x.verified_on, x.verification_due,
    x.installed_on, x.commissioned_on, x.sealed_on, x.removed_on, x.automatic, x.initial_values, x.reading,
    coalesce(x.known_id, f.id) AS meter_id, x.known_id IS NULL AND f.id IS NOT NULL AS is_new,
    coalesce(x.period, charged_month(x.taken_on, w.end_day, w.ends_next_month)) AS period,
    coalesce(x.taken_on, least($1::date, (x.period + interval '1 month - 1 day')::date)) AS taken_on
  FROM matched x
  LEFT JOIN fresh f ON x.known_id IS NULL AND f.resource = x.resource AND f.number = x.number
  LEFT JOIN LATERAL (
    SELECT w.* FROM (SELECT x.meter_resource AS resource) m, LATERAL (${windowOfMeter('x.house_id')}) w
  ) w ON x.period IS NULL AND x.taken_on IS NOT NULL`;

export const INDEX_PLANNED = 'CREATE INDEX ON planned (meter_id)';

/** Items of rows of which nothing is known to be wrong. */
export const GOOD = '(SELECT p.* FROM planned p WHERE NOT EXISTS (SELECT FROM wrong w WHERE w.row = p.row))';

const ALL_WRONG = `
  SELECT row, reason FROM incoming WHERE reason IS NOT NULL
  UNION ALL SELECT DISTINCT row, concat_ws(': ', field, reason) FROM wrong`;

export const COUNT_WRONG = `SELECT count(DISTINCT row)::integer AS wrong FROM (${ALL_WRONG}) w`;

/** Errors that were found here, the first of them. */
export const FOUND_WRONG =
  'SELECT DISTINCT row, field, reason FROM wrong ORDER BY row, field, reason LIMIT $1';

/** All wrong rows for the file of them: the cells stand with the first item of a row. */
export const WRONG_ROWS = `
  SELECT w.row, w.reason, i.source
  FROM (SELECT row, string_agg(reason, '; ') AS reason FROM (${ALL_WRONG}) w GROUP BY row) w
  JOIN incoming i ON i.row = w.row AND i.source IS NOT NULL ORDER BY w.row`;
