import { mayIn } from '../../accounts/household/rights.sql.js';
import { letterTo } from '../../mail/letters.sql.js';
import { windowOfMeter } from '../../meters/meters.sql.js';

/** Whom letters about a meter `m` of an account reach: residents who want them, while the account is open and theirs. */
const RESIDENTS = `
  JOIN account_places a ON a.id = m.account_id AND NOT a.closed
  JOIN active_links l ON l.account_id = a.id AND ${mayIn('l', 'readings')}
  JOIN letter_subscribers s ON s.user_id = l.user_id AND s.topic = 'readings' JOIN residents u ON u.id = s.user_id`;

const ADDRESSEE = `l.user_id, u.public_no, u.email, u.last_name, u.first_name, u.middle_name, l.account_id, a.address`;

/** A portion of the accounts after $1, at most $2 of them. */
export const ACCOUNTS = 'SELECT id FROM account_places WHERE id > $1::uuid ORDER BY id LIMIT $2::integer';

export const WINDOW_RULES = `
  SELECT DISTINCT start_day AS "startDay", end_day AS "endDay", ends_next_month AS "endsNextMonth"
  FROM reading_windows`;

/** Is another one when any rule is. */
export const WINDOWS_AS_THEY_ARE = `SELECT md5(string_agg(w::text, ',' ORDER BY w.id)) AS print FROM reading_windows w`;

/**
 * Who has not sent what, of the open windows $1, in the zone $2, of the accounts $3: a row for each resident, account
 * and month in which a window is closing, with all meters that have no reading yet. The letter is about the window that closes first; once
 * it is closed, one more letter may follow about another. Whom the office has reminded on the day $4 is left in peace.
 */
export const MISSING_READINGS = `
  SELECT missing.*, (missing.closes::date + 1)::timestamp AT TIME ZONE $2 AS ends FROM (
    SELECT ${ADDRESSEE}, to_char(o.period, 'YYYY-MM') AS period,
           (min(o.closes) FILTER (WHERE o.closing))::text AS closes, max(o.closes)::text AS until,
           json_agg(json_build_object('resource', m.resource, 'place', m.place, 'number', m.number,
                                      'closes', o.closes)) AS meters
    FROM installed_meters m ${RESIDENTS}
    CROSS JOIN LATERAL (${windowOfMeter('a.house_id')}) w
    JOIN jsonb_to_recordset($1::jsonb) AS o ("startDay" integer, "endDay" integer, "endsNextMonth" boolean,
                                             period date, closes date, closing boolean)
      ON o."startDay" = w.start_day AND o."endDay" = w.end_day AND o."endsNextMonth" = w.ends_next_month
    WHERE m.account_id = ANY($3::uuid[]) AND NOT m.automatic
      AND NOT EXISTS (SELECT FROM current_readings r WHERE r.meter_id = m.id AND r.period = o.period)
    GROUP BY ${ADDRESSEE}, o.period HAVING bool_or(o.closing)) missing
  WHERE NOT ${letterTo(
    'missing.user_id',
    `e.kind = 'readings-reminder'
      AND e.about = missing.account_id || ' ' || missing.period || ' ' || missing.closes`,
  )} AND NOT EXISTS (SELECT FROM reading_nudges n WHERE n.user_id = missing.user_id AND n.day = $4::date)`;

/** Whether a reading is still missing that a letter about $2 asks the resident $1 for, whose account is open and still theirs. */
export const STILL_MISSING = `
  SELECT FROM installed_meters m ${RESIDENTS}
  WHERE l.user_id = $1 AND l.account_id = left($2, 36)::uuid AND NOT m.automatic
    AND NOT EXISTS (SELECT FROM current_readings r
                    WHERE r.meter_id = m.id AND r.period = (substr($2, 38, 7) || '-01')::date) LIMIT 1`;

/** Whether any flat of the resident $1 still misses a reading of the month that a letter about $2 asks for. */
export const STILL_MISSING_SOMEWHERE = `
  SELECT FROM installed_meters m ${RESIDENTS}
  WHERE l.user_id = $1 AND NOT m.automatic
    AND NOT EXISTS (SELECT FROM current_readings r
                    WHERE r.meter_id = m.id AND r.period = (substr($2, 38, 7) || '-01')::date) LIMIT 1`;

/** A portion of meters whose verification ends from $1 to $2, after the day $3 and the meter $4, at most $5 of them. */
export const DUE_METERS = `
  SELECT id, verification_due::text AS due FROM meters
  WHERE removed_on IS NULL AND verification_due BETWEEN $1::date AND $2::date AND (verification_due, id) > ($3::date, $4::uuid)
  ORDER BY verification_due, id LIMIT $5::integer`;

/** Of the meters $2, those whose verification ends on a day of $1, once for each resident, however many accounts they have in common. */
export const DUE_VERIFICATIONS = `
  SELECT DISTINCT ON (l.user_id, m.id) ${ADDRESSEE}, m.id AS meter_id, m.resource, m.place, m.number,
         m.verification_due::text AS due, d.notice
  FROM jsonb_to_recordset($1::jsonb) AS d (due date, notice integer)
  JOIN installed_meters m ON m.id = ANY($2::uuid[]) AND m.verification_due = d.due ${RESIDENTS}
  WHERE NOT ${letterTo(
    'l.user_id',
    `e.kind = 'verification-reminder' AND e.cancelled_at IS NULL
      AND substr(e.about, 38) = m.id || ' ' || m.verification_due || ' ' || d.notice`,
  )}
  ORDER BY l.user_id, m.id, l.account_id`;

/** Whether the verification that a letter about $2 tells the resident $1 of is still to come, of a meter still theirs. */
export const STILL_DUE = `
  SELECT FROM installed_meters m ${RESIDENTS}
  WHERE l.user_id = $1 AND l.account_id = left($2, 36)::uuid AND m.id = substr($2, 38, 36)::uuid
    AND m.verification_due = substr($2, 75, 10)::date LIMIT 1`;
