import { Prepared } from '../core/database.js';
import type { MeterRow } from './meter.js';
import { RESOURCES } from './resource.js';

/** More than a year: what is usual, and what the last page of the history needs. */
const LATEST = 14;

/** A reading as `ReadingRow` has it. */
export const READING_JSON = `json_build_object('id', r.id, 'period', r.period, 'status', r.status,
  'reading', r.reading::text[], 'taken_on', r.taken_on, 'source', r.source, 'reject_reason', r.reject_reason,
  'locked', r.decided_by IS NOT NULL OR r.export_id IS NOT NULL OR r.source NOT IN ('cabinet', 'link'),
  'certificate_id', r.certificate_id, 'user_id', r.user_id)`;

/** The rule for a meter `m` of a unit `n`: the house's own comes first, then that of the resource. */
export const WINDOW_OF_METER = `
  SELECT w.start_day, w.end_day, w.ends_next_month, w.strict FROM reading_windows w
  WHERE (w.house_id = n.house_id OR w.house_id IS NULL) AND (w.resource = m.resource OR w.resource IS NULL)
  ORDER BY w.house_id IS NULL, w.resource IS NULL LIMIT 1`;

/** The month that a dial read on a day is charged in, by a rule: the twin of `monthOfDay`. */
export function monthOfDaySql(day: string, rule: string): string {
  return `(date_trunc('month', ${day}) - CASE WHEN ${rule}.ends_next_month AND extract(day FROM ${day}) <= ${rule}.end_day
    THEN interval '1 month' ELSE interval '0' END)::date`;
}

/** The month whose window was the last to open by a day, by a rule. */
export function monthOpenedSql(day: string, rule: string): string {
  return `(date_trunc('month', ${day}) - CASE
    WHEN ${day} < least((date_trunc('month', ${day}) + ${rule}.start_day * interval '1 day')::date - 1,
                        (date_trunc('month', ${day}) + interval '1 month')::date - 1)
    THEN interval '1 month' ELSE interval '0' END)::date`;
}

/** Meters `m` in the order in which residents know resources. */
export const METER_ORDER = `array_position(ARRAY[${Object.keys(RESOURCES)
  .map((resource) => `'${resource}'`)
  .join(', ')}], m.resource), m.place, m.number`;

/** The meters of an account that are in use, with their rule and their latest readings. */
export const METERS_OF_ACCOUNT = new Prepared<MeterRow>(
  'meters of account',
  `SELECT m.id, m.resource, m.number, m.place, m.tariffs, m.capacity, m.decimals, m.automatic,
          m.verification_due::text, m.installed_on::text, m.initial_values::text[] AS initial,
          w.start_day, w.end_day, w.ends_next_month, w.strict, latest.readings
   FROM meter_accounts ma
   JOIN meters m ON m.id = ma.meter_id AND m.removed_on IS NULL
   JOIN accounts a ON a.id = ma.account_id JOIN units n ON n.id = a.unit_id
   CROSS JOIN LATERAL (${WINDOW_OF_METER}) w
   LEFT JOIN LATERAL (
     SELECT json_agg(${READING_JSON} ORDER BY r.period DESC, r.id DESC) AS readings
     FROM (SELECT * FROM meter_readings WHERE meter_id = m.id AND superseded_at IS NULL
           ORDER BY period DESC, id DESC LIMIT ${LATEST}) r) latest ON true
   WHERE ma.account_id = $1 ORDER BY ${METER_ORDER}`,
);

/** Readings of these meters go one after another, whoever sends them. */
export const LOCK_METERS = 'SELECT id FROM meters WHERE id = ANY($1) ORDER BY id FOR UPDATE';

/**
 * Whether a resident may send readings of an account; nobody takes it away from them until they are written. The account
 * itself is not locked: a load of charges sets the balances of all of them.
 */
export const MAY_SEND = `
  SELECT FROM account_links l JOIN accounts a ON a.id = l.account_id
  WHERE l.user_id = $1 AND l.account_id = $2 AND l.ended_at IS NULL AND NOT a.closed FOR SHARE OF l`;

/** Of these readings those that may still be corrected; an export that is under way is waited for. */
export const LOCK_UNSENT = `
  SELECT id FROM meter_readings WHERE id = ANY($1) AND superseded_at IS NULL AND export_id IS NULL
  ORDER BY meter_id FOR NO KEY UPDATE`;

/** Takes the reading that a new one corrects out of the way; the office may have been faster. */
export const SUPERSEDE = `
  UPDATE meter_readings SET superseded_at = $2
  WHERE meter_id = $1 AND period = $3 AND superseded_at IS NULL AND status <> 'rejected'`;

export const INSERT_CERTIFICATE = `
  INSERT INTO reading_certificates (account_id, user_id, staff_id, source, sent_at) VALUES ($1, $2, $3, $4, $5)
  RETURNING id, number`;

export const OWN_CERTIFICATE = `
  SELECT id FROM reading_certificates WHERE id = ANY($1::uuid[]) AND account_id = $2 ORDER BY sent_at DESC LIMIT 1`;

export const INSERT_READING = `
  INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, doubts, account_id, certificate_id,
                              user_id, staff_id, created_at, decided_at, decided_by)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`;
