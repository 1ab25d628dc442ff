import { RESOURCES } from '../../meters/resource.js';

const NAMES = Object.keys(RESOURCES).map((name) => `'${name}'`);

/** The month that the office takes readings for on a day, by the rule `w`. */
export const takenMonth = (today: string): string => `charged_month(${today}, w.end_day, w.ends_next_month)`;

/** The month whose window was the last to open by a day, by the rule `w`: it is being closed until the next one opens. */
export const closingMonth = (today: string): string => `opened_month(${today}, w.start_day)`;

/**
 * For each house and resource a month with its window, open or not. Rules are few and houses are hundreds, so this is made
 * once and joined with the many meters.
 */
export function windowsOf(month: string): string {
  return `(
    SELECT DISTINCT ON (hh.id, k.resource) hh.id AS house_id, k.resource, rule.period, rule.opens, rule.closes
    FROM house_addresses hh CROSS JOIN unnest(ARRAY[${NAMES.join(', ')}]) k (resource)
    JOIN (
      SELECT w.house_id, w.resource, period,
             least(period + w.start_day - 1, (period + interval '1 month')::date - 1) AS opens,
             least(until + w.end_day - 1, (until + interval '1 month')::date - 1) AS closes
      FROM reading_windows w
      CROSS JOIN LATERAL (SELECT ${month} AS period) p
      CROSS JOIN LATERAL (SELECT CASE WHEN w.ends_next_month THEN (period + interval '1 month')::date ELSE period END
                                 AS until) u
    ) rule ON (rule.house_id = hh.id OR rule.house_id IS NULL) AND (rule.resource = k.resource OR rule.resource IS NULL)
    ORDER BY hh.id, k.resource, rule.house_id IS NULL, rule.resource IS NULL)`;
}

/** The last day until now on which a dial is read for the month of the window `w`: what is written down later counts for another. */
export const lastDayFor = (today: string): string =>
  `least(${today}, greatest(w.closes, (w.period + interval '1 month')::date - 1))`;

/** Meters `m` that residents read, with their places `a` of `account_places` and the window `w` of a month. */
export function askedMeters(month: string): string {
  return `installed_meters m
    JOIN account_places a ON a.id = m.account_id AND NOT a.closed AND NOT m.automatic
    JOIN ${windowsOf(month)} w ON w.house_id = a.house_id AND w.resource = m.resource`;
}

/**
 * Meters of these houses that residents read, with their flats. They are found first (OFFSET holds them together): beside the
 * few windows the planner would look for each flat once for each resource. Of a house only the id: its address of each
 * meter would have all houses read.
 */
export function metersOf(houses: string): string {
  return `(
    SELECT m.id, m.resource, m.place, m.number, a.id AS account, a.number AS account_number, a.house_id, a.unit, a.unit_type,
           a.owner_name
    FROM installed_meters m JOIN account_places a ON a.id = m.account_id
    WHERE a.house_id = ANY (${houses}::uuid[]) AND NOT a.closed AND NOT m.automatic OFFSET 0)`;
}

/** Nobody has sent a reading of `m` for the period of its window `w`; a rejected one is none. */
export const NOT_READ = `NOT EXISTS (SELECT FROM current_readings r WHERE r.meter_id = m.id AND r.period = w.period)`;

/** Nor has what came after the window: there is nothing to remind of. */
export const NOT_GIVEN = `NOT EXISTS (SELECT FROM current_readings r WHERE r.meter_id = m.id AND r.period >= w.period)`;

/** What was accepted before the window `w`, newest first. */
export const BEFORE = `current_readings p WHERE p.meter_id = m.id AND p.period < w.period AND p.status = 'accepted'
  ORDER BY p.period DESC, p.id DESC LIMIT 1`;
