import { Prepared } from '../../core/database.js';
import { IN_TIME, type InTime, inTimeSql } from './in-time.js';

/** What a tally of the month is of. */
export type ReportSet = 'all' | 'kind' | 'topic' | 'house' | 'channel' | 'day';

/** Entries of a month that have something in common, counted. */
export interface Tally extends Record<InTime, number> {
  readonly set: ReportSet;
  /** The key of what they have in common, and its name where there is one. */
  readonly key: string | null;
  readonly name: string | null;
  readonly count: number;
  /** That still wait for their first answer, whatever is known of their term. */
  readonly waiting: number;
  /** Working days from the day an entry came to its first answer; null where nothing is answered. */
  readonly median: number | null;
  readonly most: number | null;
  /** How many have each mark, from 1 to 5, and what they come to. */
  readonly marks: number[];
  readonly mean: number | null;
}

const counted = (name: InTime): string => `(count(*) FILTER (WHERE in_time = '${name}'))::integer AS ${name}`;
const marks = [1, 2, 3, 4, 5].map((mark) => `count(*) FILTER (WHERE rating = ${mark})`).join(', ');
/** Half of the answers took so long or less, and nine of ten. */
const took = (share: number): string => `percentile_disc(${share}) WITHIN GROUP (ORDER BY took)`;

/**
 * One look over the entries that were registered from $1 until before $2, as of the day $4; days are those of the time zone
 * $3. $5 are days, $6 how many working days there are until each.
 */
export const MONTH_OF_APPEALS = new Prepared<Tally>(
  'month of appeals',
  `WITH numbered AS (SELECT * FROM unnest($5::date[], $6::integer[]) AS d (day, number)),
   entries AS (
     -- sorted once for each set: by bytes that takes half the time
     SELECT a.waits AND a.first_answered_at IS NULL AS waiting, a.kind COLLATE "C" AS kind, a.topic COLLATE "C" AS topic, a.channel COLLATE "C" AS channel, a.house_id, a.rating,
       (a.registered_at AT TIME ZONE $3)::date AS day,
       ${inTimeSql('$4', '$3')} AS in_time, done.number - came.number AS took
     FROM appeals a
     LEFT JOIN numbered came ON came.day = a.received_day
     LEFT JOIN numbered done ON done.day = (a.first_answered_at AT TIME ZONE $3)::date
     WHERE a.registered_at >= ($1::date)::timestamp AT TIME ZONE $3 AND a.registered_at < ($2::date)::timestamp AT TIME ZONE $3),
   tallies AS (
     SELECT kind, topic, house_id, channel, day,
       CASE GROUPING(kind, topic, house_id, channel, day)
         WHEN 31 THEN 'all' WHEN 15 THEN 'kind' WHEN 23 THEN 'topic' WHEN 27 THEN 'house' WHEN 29 THEN 'channel' ELSE 'day'
       END AS set,
       count(*)::integer AS count, (count(*) FILTER (WHERE waiting))::integer AS waiting, ${(Object.keys(IN_TIME) as InTime[]).map(counted).join(', ')},
       ${took(0.5)} AS median, ${took(0.9)} AS most,
       ARRAY[${marks}]::integer[] AS marks, avg(rating)::float AS mean
     FROM entries GROUP BY GROUPING SETS ((), (kind), (topic), (house_id), (channel), (day)))
   SELECT t.*, coalesce(t.kind, t.topic, t.house_id::text, t.channel, t.day::text) AS key, coalesce(k.title, h.address) AS name
   FROM tallies t
   LEFT JOIN appeal_topics k ON k.id = t.topic
   LEFT JOIN house_addresses h ON h.id = t.house_id
   ORDER BY t.count DESC, name, key`,
);
