import { Prepared } from '../../core/database.js';
import type { MeterRow } from '../../meters/meter.js';
import type { NamedMeter } from '../../meters/meter-name.js';
import type { Warning } from '../../meters/reading-check.js';
import { METER_COLUMNS, ruleAndReadings } from '../readings.sql.js';

const WAITS = `r.status = 'sent' AND r.superseded_at IS NULL`;

/** A reading that waits or has waited for the office, with its meter and its flat. */
export interface UnusualRow extends MeterRow {
  readonly reading_id: string;
  readonly waits: boolean;
  readonly doubts: readonly Warning[];
  readonly user_id: string | null;
  /** Accepted a moment ago, and by whom: that can be taken back. */
  readonly accepted_by: string | null;
  readonly decided_at: Date | null;
  readonly account_id: string | null;
  readonly account: string | null;
  readonly address: string | null;
  readonly owner_name: string | null;
  readonly photos: readonly string[] | null;
}

/** These readings, in the order in which they came. */
export const UNUSUAL = new Prepared<UnusualRow>(
  'unusual readings',
  `SELECT r.id AS reading_id, ${WAITS} AS waits, r.doubts, r.user_id, r.decided_at,
          CASE WHEN r.status = 'accepted' AND r.superseded_at IS NULL AND r.export_id IS NULL AND r.staff_id IS NULL
            THEN r.decided_by END AS accepted_by,
          a.id AS account_id, a.number AS account, a.address, a.owner_name,
          (SELECT array_agg(p.id ORDER BY p.created_at, p.id) FROM meter_photos p WHERE p.reading_id = r.id) AS photos,
          ${METER_COLUMNS}
   FROM meter_readings r JOIN meters m ON m.id = r.meter_id
   LEFT JOIN account_places a ON a.id = coalesce(r.account_id,
     (SELECT i.account_id FROM installed_meters i WHERE i.id = m.id ORDER BY i.account_id LIMIT 1))
   ${ruleAndReadings('a.house_id', 'AND period <= r.period')}
   WHERE r.id = ANY ($1::bigint[]) ORDER BY r.id`,
);

/** The first readings that wait after the one with an id, but for those of the meters $2; at most $3. */
export const WAITING_AFTER = new Prepared<{ id: string }>(
  'waiting readings after',
  `SELECT r.id FROM meter_readings r
   WHERE ${WAITS} AND r.id > $1::bigint AND r.meter_id <> ALL ($2::uuid[]) ORDER BY r.id LIMIT $3`,
);

/** How many wait, and since when the one that waits longest. */
export const WAITING = new Prepared<{ count: number; since: Date | null }>(
  'waiting readings',
  `SELECT count(*)::integer AS count, min(r.created_at) AS since FROM meter_readings r WHERE ${WAITS}`,
);

/** Another reading that waits. */
export interface WaitingBeside extends NamedMeter {
  readonly id: string;
}

/** What else waits at the flat of a reading: mixed up values come in twos. */
export const BESIDE = new Prepared<WaitingBeside>(
  'waiting readings beside',
  `SELECT r.id, m.resource, m.place, m.number FROM installed_meters m
   JOIN meter_readings r ON r.meter_id = m.id AND ${WAITS} WHERE m.account_id = $1 AND r.id <> $2::bigint ORDER BY r.id`,
);

/** Somebody who can be called. */
export interface PersonBeside {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly email: string;
  /** Has sent the reading. */
  readonly sent: boolean;
}

/** Who has linked the account, whoever has sent the reading first. */
export const PEOPLE = new Prepared<PersonBeside>(
  'people of an unusual reading',
  `SELECT u.id, u.full_name AS name, u.phone, u.email, u.id IS NOT DISTINCT FROM $2::uuid AS sent
   FROM active_links l JOIN residents u ON u.id = l.user_id WHERE l.account_id = $1 ORDER BY sent DESC, l.created_at`,
);
