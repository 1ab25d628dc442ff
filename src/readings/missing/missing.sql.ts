import { monthOfDaySql } from '../../meters/meters.sql.js';
import { RESOURCES } from '../../meters/resource.js';

const NAMES = Object.keys(RESOURCES).map((name) => `'${name}'`);

/**
 * For each house and resource the month that the office takes readings for on a day, with its window, open or not.
 * Rules are few and houses are hundreds, so this is made once and joined with the many meters.
 */
function windowsOn(today: string): string {
  return `(
    SELECT DISTINCT ON (hh.id, k.resource) hh.id AS house_id, k.resource, rule.period, rule.opens, rule.closes
    FROM houses hh CROSS JOIN unnest(ARRAY[${NAMES.join(', ')}]) k (resource)
    JOIN (
      SELECT w.house_id, w.resource, period,
             least(period + w.start_day - 1, (period + interval '1 month')::date - 1) AS opens,
             least(until + w.end_day - 1, (until + interval '1 month')::date - 1) AS closes
      FROM reading_windows w
      CROSS JOIN LATERAL (SELECT ${monthOfDaySql(today, 'w')} AS period) p
      CROSS JOIN LATERAL (SELECT CASE WHEN w.ends_next_month THEN (period + interval '1 month')::date ELSE period END
                                 AS until) u
    ) rule ON (rule.house_id = hh.id OR rule.house_id IS NULL) AND (rule.resource = k.resource OR rule.resource IS NULL)
    ORDER BY hh.id, k.resource, rule.house_id IS NULL, rule.resource IS NULL)`;
}

/** Meters `m` that residents read, with accounts `a`, units `n`, houses `h` and the window `w` of a day. */
export function askedMeters(today: string): string {
  return `meter_accounts ma
    JOIN meters m ON m.id = ma.meter_id AND m.removed_on IS NULL AND NOT m.automatic
    JOIN accounts a ON a.id = ma.account_id AND NOT a.closed
    JOIN units n ON n.id = a.unit_id JOIN houses h ON h.id = n.house_id
    JOIN ${windowsOn(today)} w ON w.house_id = h.id AND w.resource = m.resource`;
}

/** Nobody has sent a reading of `m` for the period of its window `w`; a rejected one is none. */
export const NOT_READ = `NOT EXISTS (SELECT FROM meter_readings r WHERE r.meter_id = m.id AND r.period = w.period
  AND r.superseded_at IS NULL AND r.status <> 'rejected')`;

/** What was accepted before the window `w`, newest first. */
export const BEFORE = `meter_readings p WHERE p.meter_id = m.id AND p.period < w.period AND p.status = 'accepted'
  AND p.superseded_at IS NULL ORDER BY p.period DESC, p.id DESC LIMIT 1`;
