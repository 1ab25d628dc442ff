import { ADDRESS_ORDER, DOOR_ORDER } from '../../accounts/accounts.sql.js';
import type { UnitType } from '../../accounts/address.js';
import { mayIn } from '../../accounts/household/rights.sql.js';
import { letterTo } from '../../mail/letters.sql.js';
import type { NamedMeter } from '../../meters/meter-name.js';
import { lately } from '../visits/no-access.sql.js';
import {
  askedMeters,
  closingMonth,
  lastDayFor,
  metersOf,
  NOT_GIVEN,
  NOT_READ,
  windowsOf,
} from './missing.sql.js';

/** Meters `m` of the houses $2 with their flats, without a reading of the month that is being closed on the day $1. */
const missing = (joined = '', unread = NOT_READ): string => `${metersOf('$2')} m
  JOIN ${windowsOf(closingMonth('$1::date'))} w ON w.house_id = m.house_id AND w.resource = m.resource ${joined}
  WHERE w.house_id = ANY ($2::uuid[]) AND ${unread}`;
const MISSING = missing();

/** Houses in the order of their addresses, $2 at most after the house $1; after none where there is no such house. */
export const NEXT_HOUSES = `
  WITH last AS (SELECT address, id FROM house_addresses WHERE id = $1::uuid)
  SELECT id, address FROM house_addresses
  WHERE NOT EXISTS (SELECT FROM last) OR (address COLLATE ru_numeric, id) > (SELECT address, id FROM last)
  ORDER BY ${ADDRESS_ORDER} LIMIT $2`;

/** Whether a resident `u` wants letters about readings. */
const AGREED = `EXISTS (SELECT FROM letter_subscribers s WHERE s.user_id = u.id AND s.topic = 'readings')`;

/** Whether a resident `u` has been reminded of readings on the day $1, in the zone $3: by the office, or by a letter that goes by itself. */
const TOLD = `(EXISTS (SELECT FROM reading_nudges n WHERE n.user_id = u.id AND n.day = $1::date)
  OR ${letterTo('u.id', `e.kind = 'readings-reminder' AND e.created_at >= $1::date::timestamp AT TIME ZONE $3`)})`;

/** Somebody who has linked a flat, and whether a letter may go to them today. */
export interface PersonOfFlat {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly agreed: boolean;
  readonly told: boolean;
}

/** A meter without a reading of the month that is being closed; what came after its window counts for a later month. */
interface MissingMeter extends NamedMeter {
  /** `2026-11-28`: when the dial was read. */
  readonly later_on: string | null;
  /** `2026-12`: the month that it counts for. */
  readonly later_month: string | null;
}

/** The first reading of the meter `m` that counts for a later month than that of its window `w`. */
const LATER = `LEFT JOIN LATERAL (
    SELECT r.taken_on::text AS later_on, to_char(r.period, 'YYYY-MM') AS later_month FROM current_readings r
    WHERE r.meter_id = m.id AND r.period > w.period ORDER BY r.period LIMIT 1) later ON true`;

/** A flat that has not sent all of its readings. */
export interface MissingFlat {
  readonly id: string;
  readonly number: string;
  readonly house_id: string;
  readonly house: string;
  readonly unit: string;
  readonly unit_type: UnitType;
  readonly owner_name: string;
  /** `2026-11`; rarely two, where resources have windows of their own. */
  readonly periods: readonly string[];
  /** `2026-11-30`: the day to write readings down with, so that they count for the month; null where it is today. */
  readonly day: string | null;
  readonly meters: readonly MissingMeter[];
  readonly people: readonly PersonOfFlat[] | null;
  /** Days on which whoever reads meters found the door shut, the oldest first. */
  readonly shut: readonly string[] | null;
}

/** The flats, house by house in the order of $2, door by door. */
export const MISSING_FLATS = `
  SELECT a.*, h.address AS house, (SELECT json_agg(json_build_object('id', u.id, 'name', u.full_name, 'phone', u.phone,
                 'agreed', ${AGREED}, 'told', ${TOLD}) ORDER BY l.created_at)
               FROM active_links l JOIN residents u ON u.id = l.user_id WHERE l.account_id = a.id) AS people,
         (SELECT array_agg(v.day::text ORDER BY v.day) FROM no_access_visits v
          WHERE v.account_id = a.id AND ${lately('$1')}) AS shut
  FROM (
    SELECT m.account AS id, m.account_number AS number, m.house_id, m.unit, m.unit_type, m.owner_name,
           array_agg(DISTINCT to_char(w.period, 'YYYY-MM')) AS periods,
           nullif(min(${lastDayFor('$1::date')}), $1::date)::text AS day,
           json_agg(json_build_object('resource', m.resource, 'place', m.place, 'number', m.number,
             'later_on', later_on, 'later_month', later_month)) AS meters
    FROM ${missing(LATER)} GROUP BY 1, 2, 3, 4, 5, 6) a
  JOIN house_addresses h ON h.id = a.house_id
  ORDER BY array_position($2::uuid[], a.house_id), ${DOOR_ORDER}`;

/** How many they are; the zone is of no interest here. */
export const COUNT = `SELECT count(DISTINCT m.account)::integer AS count FROM ${MISSING} AND $3::text IS NOT NULL`;

/** How many flats these are, how many letters would go, and why to some flats none would. */
export interface Reach {
  readonly flats: number;
  readonly letters: number;
  readonly reached: number;
  /** Nobody has linked the account. */
  readonly strangers: number;
  /** Who has linked it does not want such letters. */
  readonly unwilling: number;
  /** Whoever wants them has been reminded today. */
  readonly told: number;
}

const REACH = `
  SELECT count(*)::integer AS flats, coalesce(count(*) FILTER (WHERE will > 0), 0)::integer AS reached,
         count(*) FILTER (WHERE residents = 0)::integer AS strangers,
         count(*) FILTER (WHERE residents > 0 AND agreed = 0)::integer AS unwilling,
         count(*) FILTER (WHERE agreed > 0 AND will = 0)::integer AS told,
         (SELECT count(DISTINCT u) FROM flats, unnest(receivers) u)::integer AS letters
  FROM flats`;

const FLATS = `
  WITH missing AS MATERIALIZED (SELECT DISTINCT m.account AS id FROM ${missing('', NOT_GIVEN)}),
  people AS MATERIALIZED (
    SELECT l.account_id, u.id, u.status = 'active' AND ${AGREED} AS agreed, ${TOLD} AS told
    FROM missing f JOIN active_links l ON l.account_id = f.id AND ${mayIn('l', 'readings')} JOIN residents u ON u.id = l.user_id),
  flats AS (
    SELECT f.id, count(p.id) AS residents, count(p.id) FILTER (WHERE p.agreed) AS agreed,
           count(p.id) FILTER (WHERE p.agreed AND NOT p.told) AS will,
           array_agg(p.id) FILTER (WHERE p.agreed AND NOT p.told) AS receivers
    FROM missing f LEFT JOIN people p ON p.account_id = f.id GROUP BY f.id)`;

export const REACH_OF = `${FLATS} ${REACH}`;

/** Notes the day for everybody who is to be reminded; who has been, by whomever, is left out. $4 is who does it. */
export const NOTE_NUDGES = `${FLATS}
  INSERT INTO reading_nudges (user_id, day, staff_id)
  SELECT DISTINCT u, $1::date, $4::uuid FROM flats, unnest(receivers) u ORDER BY 1
  ON CONFLICT DO NOTHING RETURNING user_id`;

/** What of one flat a letter tells. */
export interface NudgedFlat {
  readonly account: string;
  readonly address: string;
  readonly period: string;
  readonly opens: string;
  readonly closes: string;
  readonly meters: readonly NamedMeter[];
}

/** A resident to be written to, with all flats that have not sent, also those outside of the list. */
export interface Nudged {
  readonly id: string;
  readonly public_no: string;
  readonly email: string;
  readonly name: string;
  readonly flats: readonly NudgedFlat[];
}

/** The residents $2, on the day $1. */
export const NUDGED = `
  SELECT u.id, u.public_no, u.email, u.full_name AS name,
         json_agg(json_build_object('account', f.account, 'address', f.address, 'period', f.period, 'opens', f.opens,
           'closes', f.closes, 'meters', f.meters) ORDER BY f.address, f.closes) AS flats
  FROM residents u JOIN (
    SELECT l.user_id, a.id AS account, a.address, to_char(w.period, 'YYYY-MM') AS period, w.opens, w.closes,
           json_agg(json_build_object('resource', m.resource, 'place', m.place, 'number', m.number)) AS meters
    FROM ${askedMeters(closingMonth('$1::date'))} JOIN active_links l ON l.account_id = a.id
    WHERE l.user_id = ANY ($2::uuid[]) AND ${mayIn('l', 'readings')} AND ${NOT_GIVEN}
    GROUP BY l.user_id, a.id, a.address, w.period, w.opens, w.closes) f ON f.user_id = u.id
  GROUP BY u.id, u.public_no, u.email, u.full_name`;
