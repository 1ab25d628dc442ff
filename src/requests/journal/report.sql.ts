import { Prepared } from '../../core/database.js';
import { keptSql } from './kept.js';

/** What a tally of the month is of. */
export type ReportSet = 'all' | 'kind' | 'house' | 'executor' | 'channel' | 'day';

/** Requests of a month that have something in common, counted. */
export interface Tally {
  readonly set: ReportSet;
  /** The key of what they have in common, and its name where there is one. */
  readonly key: string | null;
  readonly name: string | null;
  readonly count: number;
  readonly emergencies: number;
  readonly declined: number;
  /** How many were sent back by their residents. */
  readonly reopened: number;
  readonly first_kept: number;
  readonly first_late: number;
  readonly first_running: number;
  readonly fix_kept: number;
  readonly fix_late: number;
  readonly fix_running: number;
  /** Seconds from the registration to the end of the work; null where nothing has ended. */
  readonly median: number | null;
  /** How many have each mark, from 1 to 5, and what they come to. */
  readonly marks: number[];
  readonly mean: number | null;
  /** How many houses the month has: those with fewest requests may have been left out. */
  readonly houses: number;
}

const counted = (name: string, condition: string): string =>
  `(count(*) FILTER (WHERE ${condition}))::integer AS ${name}`;
const marks = [1, 2, 3, 4, 5].map((mark) => `count(*) FILTER (WHERE rating = ${mark})`).join(', ');
const TALLY = `count(*)::integer AS count, ${counted('emergencies', 'emergency')}, ${counted('declined', 'declined')},
  ${counted('reopened', 'reopened')},
  ${['first', 'fix'].flatMap((term) => ['kept', 'late', 'running'].map((kept) => counted(`${term}_${kept}`, `${term} = '${kept}'`))).join(', ')},
  percentile_cont(0.5) WITHIN GROUP (ORDER BY took) AS median, ARRAY[${marks}]::integer[] AS marks, avg(rating)::float AS mean`;
/** Requests without a house have something in common, too. */
const NO_HOUSE = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * One look over the requests that were registered from $1 until before $2, as of $4; days are those of the time zone $3. Of
 * houses only those with most requests are tallied, $5 of them, or all where it is null: they may be thousands.
 */
export const MONTH_OF_REQUESTS = new Prepared<Tally>(
  'month of requests',
  `WITH requests AS MATERIALIZED (
     SELECT r.category, coalesce(r.house_id, ${NO_HOUSE}) AS house_id, r.executor_id, r.channel, r.state = 'declined' AS declined,
       r.emergency, r.reopened > 0 AS reopened, r.rating, (r.registered_at AT TIME ZONE $3)::date AS day,
       ${keptSql('r.first_due', 'r.first_done_at', '$4::timestamptz')} AS first,
       ${keptSql('r.fix_due', 'r.finished_at', '$4::timestamptz')} AS fix,
       extract(epoch FROM r.finished_at - r.registered_at)::float AS took
     FROM service_requests r
     WHERE r.registered_at >= ($1::date)::timestamp AT TIME ZONE $3 AND r.registered_at < ($2::date)::timestamp AT TIME ZONE $3),
   by_house AS MATERIALIZED (SELECT house_id AS id, count(*) AS count FROM requests GROUP BY house_id),
   chosen AS (
     SELECT c.id FROM by_house c LEFT JOIN house_addresses h ON h.id = c.id ORDER BY c.count DESC, h.address, c.id LIMIT $5),
   tallies AS (
     SELECT category, NULL::uuid AS house_id, executor_id, channel, day,
       CASE GROUPING(category, executor_id, channel, day)
         WHEN 15 THEN 'all' WHEN 7 THEN 'kind' WHEN 11 THEN 'executor' WHEN 13 THEN 'channel' ELSE 'day'
       END AS set, ${TALLY}
     FROM requests GROUP BY GROUPING SETS ((), (category), (executor_id), (channel), (day))
     UNION ALL
     SELECT NULL, nullif(house_id, ${NO_HOUSE}), NULL, NULL, NULL, 'house', ${TALLY}
     FROM requests WHERE house_id IN (SELECT id FROM chosen) GROUP BY house_id)
   SELECT t.*, (SELECT count(*) FROM by_house)::integer AS houses,
     coalesce(t.category, t.house_id::text, t.executor_id::text, t.channel, to_char(t.day, 'YYYY-MM-DD')) AS key,
     coalesce(k.title, h.address, x.name) AS name
   FROM tallies t
   LEFT JOIN request_categories k ON k.id = t.category
   LEFT JOIN house_addresses h ON h.id = t.house_id
   LEFT JOIN executors x ON x.id = t.executor_id
   ORDER BY t.count DESC, name, key`,
);
