import { mayIn } from '../accounts/household/rights.sql.js';
import { letterTo } from '../mail/letters.sql.js';
import type { AnnouncementKind } from './announcement.js';

/** Where something is announced: in houses, or in all of the company. */
export interface Scope {
  readonly wholeCompany: boolean;
  readonly houses: readonly string[];
}

/** Whether a resident `u` has an open account within the scope of $1 and $2. */
const LIVES_THERE = `EXISTS (SELECT FROM active_links l JOIN account_places p ON p.id = l.account_id
  WHERE l.user_id = u.id AND ${mayIn('l', 'requests')} AND NOT p.closed AND ($1::boolean OR p.house_id = ANY ($2::uuid[])))`;

/** Whether letters about emergencies may reach a resident `u`. */
export const NOT_REFUSED = `NOT EXISTS (SELECT FROM letter_refusals r WHERE r.user_id = u.id AND r.topic = 'outages')`;
const SUBSCRIBED = `EXISTS (SELECT FROM letter_subscribers s WHERE s.user_id = u.id AND s.topic = 'announcements')`;

/** Who may get letters of a kind: of an emergency everybody who has not refused them, of works and news who wants them. */
export const wantedFor = (kind: AnnouncementKind): string =>
  kind === 'emergency' ? NOT_REFUSED : SUBSCRIBED;

/** Residents `u` whom an announcement of a kind concerns and whom letters about it may reach; $1 and $2 are its scope. */
export function receivers(kind: AnnouncementKind): string {
  return `FROM residents u WHERE u.status = 'active' AND ${LIVES_THERE} AND ${wantedFor(kind)}`;
}

/** Whether the first letter about the announcement $4 has gone to a resident `u`, or is going at this moment. */
export const told = (kind: AnnouncementKind): string =>
  letterTo(
    'u.id',
    `e.kind = '${kind === 'emergency' ? 'outage' : 'announcement'}' AND e.about = $4::text
      AND (e.sent_at IS NOT NULL OR e.cancelled_at IS NULL AND e.failed_at IS NULL AND e.attempts > 0 AND e.last_error IS NULL)`,
  );

/** Whether a resident `u` has asked to hear of the end of the announcement $4. */
const ASKED = `EXISTS (SELECT FROM announcement_asks k WHERE k.announcement_id = $4::uuid AND k.user_id = u.id)`;

/**
 * Residents `u` who hear of the end of the announcement $4: who has asked to, and whoever was told where it was an
 * emergency or was called off. They are found by the asks and the houses, so that nobody goes through all residents.
 */
export function endReceivers(kind: AnnouncementKind, toAllTold: boolean): string {
  const living = `UNION SELECT l.user_id FROM active_links l JOIN account_places p ON p.id = l.account_id
    WHERE ${toAllTold} AND NOT p.closed AND ($1::boolean OR p.house_id = ANY ($2::uuid[]))`;
  return `FROM (SELECT user_id FROM announcement_asks WHERE announcement_id = $4::uuid ${living}) c
    JOIN residents u ON u.id = c.user_id
    WHERE u.status = 'active' AND (${ASKED}${toAllTold ? ` OR ${told(kind)} AND ${wantedFor(kind)}` : ''})`;
}

/** What of the scope of $1 and $2 is a resident's, with entrances of the announcement $4. */
export const PLACES_OF_RECEIVER = `(SELECT json_agg(DISTINCT concat_ws(', ', p.house, nullif(k.entrances, '')))
  FROM active_links l JOIN account_places p ON p.id = l.account_id AND NOT p.closed
  JOIN announcement_places k ON k.house_id = p.house_id AND k.announcement_id = $4::uuid
  WHERE l.user_id = u.id)`;
