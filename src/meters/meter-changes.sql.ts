/** A meter as `NewMeter` says it: what it measures, its tariffs, then `MeterDetails`. */
export const INSERT_METER = `
  INSERT INTO meters (resource, tariffs, number, place, external_id, gis_number, capacity, decimals, initial_values,
                      installed_on, commissioned_on, sealed_on, verified_on, verification_due, automatic)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`;

/** A meter as `MeterDetails` says it; values with as many digits as its dial has. */
export const METER_DETAILS = `
  SELECT number, place, external_id AS "externalId", gis_number AS "gisNumber", capacity, decimals,
         (SELECT array_agg(round(v, decimals)::text ORDER BY i)
          FROM unnest(initial_values) WITH ORDINALITY u (v, i)) AS initial,
         installed_on::text AS "installedOn", commissioned_on::text AS "commissionedOn",
         sealed_on::text AS "sealedOn", verified_on::text AS "verifiedOn",
         verification_due::text AS "verificationDue", automatic
  FROM meters WHERE id = $1`;

export const CHANGE_METER = `
  UPDATE meters SET number = $2, place = $3, external_id = $4, gis_number = $5, capacity = $6, decimals = $7,
    initial_values = $8, installed_on = $9, commissioned_on = $10, sealed_on = $11, verified_on = $12,
    verification_due = $13, automatic = $14, updated_at = $15
  WHERE id = $1 AND version = $16 RETURNING version`;

/** Locks a meter as it was when a form was opened; nobody else's version can come between. */
export const LOCK_AS_SHOWN = 'SELECT id FROM meters WHERE id = $1 AND version = $2 FOR UPDATE';

/** What the readings of a meter that still count need of it. */
export interface StandingRow {
  /** Digits before the point. */
  digits: number;
  /** Digits after it, without zeros at the end. */
  places: number;
  /** The day of the first one. */
  first: string;
}

/** No row for a meter that has none. */
export const STANDING = `
  SELECT max(length(trunc(v)::text)) AS digits, max(scale(trim_scale(v))) AS places, min(r.taken_on)::text AS first
  FROM current_readings r, unnest(r.reading) v
  WHERE r.meter_id = $1 HAVING count(*) > 0`;

/** When the last values of a meter were read, if that was after a day. */
export const READ_AFTER = `
  SELECT max(taken_on)::text AS day FROM current_readings
  WHERE meter_id = $1 AND status = 'accepted' AND taken_on > $2`;

export const REMOVE_METER = `
  UPDATE meters SET removed_on = $2, updated_at = $3 WHERE id = $1 AND removed_on IS NULL`;

/** The meter in use that ГИС ЖКХ calls $1, unless it is $2. */
export const IN_GIS = `
  SELECT number FROM meters
  WHERE gis_number = $1 AND gis_number <> '' AND removed_on IS NULL AND id IS DISTINCT FROM $2::uuid LIMIT 1`;

/** A meter of an account that measures the same, and whose number is the same but for its spelling. */
export const TWIN = `
  SELECT number FROM installed_meters
  WHERE account_id = $1 AND resource = $2 AND meter_number_key(number) = meter_number_key($3)`;
