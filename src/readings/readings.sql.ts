import { DOOR_ORDER } from '../accounts/accounts.sql.js';
import type { UnitType } from '../accounts/address.js';
import { mayIn } from '../accounts/household/rights.sql.js';
import { Prepared } from '../core/database.js';
import type { MeterRow } from '../meters/meter.js';
import { METER_ORDER, windowOfMeter } from '../meters/meters.sql.js';

/** More than a year: what is usual, and what the last page of the history needs. */
const LATEST = 14;

/** A reading as `ReadingRow` has it. */
export const READING_JSON = `json_build_object('id', r.id, 'period', r.period, 'status', r.status,
  'reading', r.reading::text[], 'taken_on', r.taken_on, 'source', r.source, 'reject_reason', r.reject_reason,
  'cancelled', r.cancelled, 'locked', r.decided_by IS NOT NULL OR r.export_id IS NOT NULL OR r.source NOT IN ('cabinet', 'link'),
  'certificate_id', r.certificate_id, 'user_id', r.user_id)`;

/** What `meterOf` reads of meters `m` whose house is known. */
export const METER_COLUMNS = `m.id, m.resource, m.number, m.place, m.tariffs, m.capacity, m.decimals, m.automatic,
          m.verification_due::text, m.installed_on::text, m.initial_values::text[] AS initial,
          w.start_day, w.end_day, w.ends_next_month, w.strict, latest.readings`;

/** The rule of meters `m` in a house, and their latest readings, of all or of some. */
export const ruleAndReadings = (house: string, which = ''): string => `
   CROSS JOIN LATERAL (${windowOfMeter(house)}) w
   LEFT JOIN LATERAL (
     SELECT json_agg(${READING_JSON} ORDER BY r.period DESC, r.id DESC) AS readings
     FROM (SELECT * FROM meter_readings WHERE meter_id = m.id AND superseded_at IS NULL ${which}
           ORDER BY period DESC, id DESC LIMIT ${LATEST}) r) latest ON true`;

/** The meters of an account that are in use, with their rule and their latest readings. */
export const METERS_OF_ACCOUNT = new Prepared<MeterRow>(
  'meters of account',
  `SELECT ${METER_COLUMNS}
   FROM installed_meters m JOIN account_places a ON a.id = m.account_id ${ruleAndReadings('a.house_id')}
   WHERE m.account_id = $1 ORDER BY ${METER_ORDER}`,
);

/** A meter of a house, behind its door. */
export interface HouseMeterRow extends MeterRow {
  account_id: string;
  unit: string;
  unit_type: UnitType;
  /** So many meters the house has in all. */
  total: number;
}

/**
 * The meters of a house that people read, of these resources, door by door as in the round list: at most $3 after $4. One that
 * serves several flats stands behind the first of its doors.
 */
export const METERS_OF_HOUSE = new Prepared<HouseMeterRow>(
  'meters of house',
  `WITH links AS (
     SELECT m.*, a.house_id, a.unit, a.unit_type, row_number() OVER (ORDER BY ${DOOR_ORDER}, ${METER_ORDER}) AS line
     FROM installed_meters m JOIN account_places a ON a.id = m.account_id
     WHERE a.house_id = $1 AND NOT a.closed AND NOT m.automatic AND m.resource = ANY ($2)),
   doors AS (
     SELECT first.*, count(*) OVER ()::integer AS total
     FROM (SELECT DISTINCT ON (id) * FROM links ORDER BY id, line) first ORDER BY line LIMIT $3 OFFSET $4)
   SELECT m.account_id, m.unit, m.unit_type, m.total, ${METER_COLUMNS}
   FROM doors m ${ruleAndReadings('m.house_id')} ORDER BY m.line`,
);

/**
 * Whether a resident may send readings of an account; nobody takes it away from them until they are written. The account
 * itself is not locked: a load of charges sets the balances of all of them.
 */
export const MAY_SEND = `
  SELECT FROM active_links l JOIN account_places a ON a.id = l.account_id
  WHERE l.user_id = $1 AND l.account_id = $2 AND ${mayIn('l', 'readings')} AND NOT a.closed FOR SHARE OF l`;

/** Of these readings those that may still be corrected; an export that is under way is waited for. */
export const LOCK_UNSENT = `
  SELECT id FROM meter_readings WHERE id = ANY($1) AND superseded_at IS NULL AND export_id IS NULL
  ORDER BY meter_id FOR NO KEY UPDATE`;

/** Takes the reading that a new one corrects out of the way; the office may have been faster. */
export const SUPERSEDE = `
  UPDATE meter_readings SET superseded_at = $2
  WHERE meter_id = $1 AND period = $3 AND superseded_at IS NULL AND status <> 'rejected'`;

export const INSERT_CERTIFICATE = `
  INSERT INTO reading_certificates (account_id, user_id, staff_id, source, sent_at, form_mark)
  VALUES ($1, $2, $3, $4, $5, $6) RETURNING id, number`;

/** What this form has brought already, when its answer was lost on the way. */
export const CERTIFICATE_OF_FORM = `
  SELECT id, EXISTS (SELECT FROM meter_readings WHERE certificate_id = c.id AND status = 'sent') AS unusual
  FROM reading_certificates c WHERE account_id = $1 AND user_id = $2 AND form_mark = $3`;

export const OWN_CERTIFICATE = `
  SELECT id FROM reading_certificates WHERE id = ANY($1::uuid[]) AND account_id = $2 ORDER BY sent_at DESC LIMIT 1`;

export const INSERT_READING = `
  INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, doubts, account_id, certificate_id,
                              user_id, staff_id, created_at, decided_at, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;

/** When the last reading came. */
export const LAST_READING = 'SELECT max(created_at) AS at FROM meter_readings';
