import { Prepared } from '../../core/database.js';
import type { ReadingSource, ReadingStatus } from '../../meters/meter.js';
import type { Resource } from '../../meters/resource.js';
import { windowOfMeter } from '../../meters/meters.sql.js';

/** So many readings of a meter are told: years of them. */
const MOST = 100;

/** A meter of an account, in use or removed. */
export interface EnteredMeter {
  readonly id: string;
  readonly resource: Resource;
  readonly number: string;
  readonly place: string;
  readonly tariffs: number;
  readonly capacity: number;
  readonly decimals: number;
  readonly removed_on: string | null;
  readonly installed_on: string | null;
  readonly initial: readonly string[] | null;
}

/** A reading with all that has become of it. */
export interface EntryRow {
  readonly id: string;
  /** `2026-11`. */
  readonly period: string;
  readonly reading: readonly string[];
  readonly status: ReadingStatus;
  readonly cancelled: boolean;
  readonly superseded: boolean;
  readonly source: ReadingSource;
  readonly taken_on: string;
  readonly created_at: Date;
  /** Who has sent or entered it; null for a file. */
  readonly author: string | null;
  readonly reject_reason: string | null;
  readonly decider: string | null;
  readonly decided_at: Date | null;
  readonly export_id: string | null;
  readonly exported_at: Date | null;
  /** A later window has opened since: the month is being counted, or has been. */
  readonly closed: boolean;
}

export const METER = new Prepared<EnteredMeter>(
  'meter of entries',
  `SELECT m.id, m.resource, m.number, m.place, m.tariffs, m.capacity, m.decimals, m.removed_on::text,
          m.installed_on::text, m.initial_values::text[] AS initial
   FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id WHERE ma.account_id = $1 AND ma.meter_id = $2`,
);

/** The readings of the meter $1 on the day $3, newest first, by the windows of the house of the account $2. */
export const ENTRIES = new Prepared<EntryRow>(
  'entries of meter',
  `SELECT r.id, to_char(r.period, 'YYYY-MM') AS period, r.reading::text[] AS reading, r.status, r.cancelled, r.source,
          r.superseded_at IS NOT NULL AS superseded, r.taken_on::text, r.created_at, r.reject_reason, r.decided_at,
          d.name AS decider, coalesce(s.name, u.full_name) AS author, r.export_id, x.created_at AS exported_at,
          r.period < opened_month($3::date, w.start_day) AS closed
   FROM meter_readings r JOIN meters m ON m.id = r.meter_id
   JOIN account_places a ON a.id = $2
   CROSS JOIN LATERAL (${windowOfMeter('a.house_id')}) w
   LEFT JOIN staff_names s ON s.id = r.staff_id
   LEFT JOIN residents u ON u.id = r.user_id
   LEFT JOIN staff_names d ON d.id = r.decided_by
   LEFT JOIN reading_exports x ON x.id = r.export_id
   WHERE r.meter_id = $1 ORDER BY r.period DESC, r.id DESC LIMIT ${MOST}`,
);

/** Whether a reading can still be cancelled, locked: an export that has it under way is waited for. */
export const LOCK_CANCELLABLE = `
  SELECT FROM meter_readings
  WHERE id = $1 AND status <> 'rejected' AND superseded_at IS NULL AND export_id IS NULL AND source <> 'replacement'
  FOR UPDATE`;

/** Takes a reading out of everything. $2 why, $3 when, $4 who. */
export const CANCEL = `
  UPDATE meter_readings SET status = 'rejected', cancelled = true, reject_reason = $2, decided_at = $3, decided_by = $4
  WHERE id = $1`;
