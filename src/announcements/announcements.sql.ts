import { mayIn } from '../accounts/household/rights.sql.js';
import { Prepared } from '../core/database.js';
import type { ReadAnnouncement } from './announcement.js';

/** What residents may read: nothing for colleagues is among it. */
const OPEN = 'a.id, a.kind, a.service, a.title, a.text, a.whole_company, a.starts_at, a.ends_at, a.ended_at';

/** What is off comes first, then what will be, then news. */
const URGENT = `a.kind = 'news', a.kind <> 'emergency', a.starts_at, a.id`;

/** Announcements of the houses that `homes` finds; $1 is who reads or whose house it is, $2 the moment they must not be over by. */
function reading(homes: string, user: string, where = '', order = URGENT, most = 20): string {
  return `
  WITH homes AS MATERIALIZED (SELECT DISTINCT h.house_id, h.house FROM (${homes}) h WHERE h.house_id IS NOT NULL)
  SELECT ${OPEN},
    ${user === '' ? 'false' : `EXISTS (SELECT FROM announcement_asks s WHERE s.announcement_id = a.id AND s.user_id = ${user})`} AS asked,
    CASE WHEN a.whole_company THEN '[]' ELSE
      (SELECT json_agg(json_build_object('house', h.house, 'entrances', p.entrances) ORDER BY h.house)
       FROM announcement_places p JOIN homes h USING (house_id) WHERE p.announcement_id = a.id) END AS places
  FROM announcements a
  WHERE a.over_at > $2 AND (a.whole_company AND EXISTS (SELECT FROM homes) OR EXISTS (
    SELECT FROM announcement_places p JOIN homes h USING (house_id) WHERE p.announcement_id = a.id)) ${where}
  ORDER BY ${order} LIMIT ${most}`;
}

const OF_USER = `SELECT p.house_id, p.house FROM active_links l JOIN account_places p ON p.id = l.account_id
  WHERE l.user_id = $1 AND ${mayIn('l', 'requests')} AND NOT p.closed`;

/** What concerns the house of an account now; also what the benchmark runs beside us. @public */
export const CURRENT_OF_ACCOUNT = new Prepared<ReadAnnouncement>(
  'announcements of account',
  reading('SELECT house_id, house FROM account_places WHERE id = $1 AND NOT closed', '$3::uuid', shown('$2')),
);

/** What concerns the houses of a resident now. */
export const CURRENT_OF_USER = new Prepared<ReadAnnouncement>(
  'announcements of resident',
  reading(OF_USER, '$1', shown('$2')),
);

/** What is off in a house, or is about to be, before the form of a request. */
export const OUTAGES_OF_HOUSE = new Prepared<ReadAnnouncement>(
  'outages of house',
  reading(
    'SELECT id AS house_id, address AS house FROM house_addresses WHERE id = $1',
    '$3::uuid',
    "AND a.kind <> 'news' AND a.starts_at < $2::timestamptz + interval '1 day'",
  ),
);

/** All of a resident's houses that were not over by a moment, the newest first. */
export const ALL_OF_USER = new Prepared<ReadAnnouncement>(
  'all announcements of resident',
  reading(
    OF_USER,
    '$1',
    shown('$3'),
    `a.over_at <= $3, CASE WHEN a.over_at <= $3 THEN a.over_at END DESC, ${URGENT}`,
    100,
  ),
);

/** One of them, whenever it was. */
export const ONE_OF_USER = new Prepared<ReadAnnouncement>(
  'announcement of resident',
  reading(OF_USER, '$1', 'AND a.id = $3'),
);

/** News begin on their day; works are told before, so that people prepare. */
function shown(now: string): string {
  return `AND (a.kind <> 'news' OR a.starts_at <= ${now})`;
}
