import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { type Dial, dialUnits } from '../../meters/dial.js';
import { type Reading, readingOf, type ReadingRow } from '../../meters/meter.js';
import { METER_ORDER } from '../../meters/meters.sql.js';
import { READING_JSON } from '../readings.sql.js';
import type { Resource } from '../../meters/resource.js';

/** A meter of an account, in use or removed, with what it has shown, newest first. */
export interface MeterHistory {
  readonly id: string;
  readonly resource: Resource;
  readonly number: string;
  readonly place: string;
  readonly tariffs: number;
  readonly dial: Dial;
  readonly removedOn: string | null;
  readonly installedOn: string | null;
  readonly initial: readonly bigint[] | null;
  /** Whether `installedOn` and `initial` are what stood there before somebody came who sees nothing earlier. */
  readonly began?: boolean;
  readonly readings: readonly Reading[];
}

interface HistoryRow {
  id: string;
  resource: Resource;
  number: string;
  place: string;
  tariffs: number;
  capacity: number;
  decimals: number;
  removed_on: string | null;
  installed_on: string | null;
  initial: string[] | null;
  readings: ReadingRow[] | null;
}

/** The last accepted reading before what is shown comes too: the first consumption has to begin somewhere. */
const HISTORY = new Prepared<HistoryRow>(
  'history of readings',
  `SELECT m.id, m.resource, m.number, m.place, m.tariffs, m.capacity, m.decimals, m.removed_on::text,
          m.installed_on::text, m.initial_values::text[] AS initial, past.readings
   FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id
   LEFT JOIN LATERAL (
     SELECT json_agg(${READING_JSON} ORDER BY r.period DESC, r.id DESC) AS readings FROM meter_readings r
     WHERE r.meter_id = m.id AND r.superseded_at IS NULL AND r.period >= coalesce((
       SELECT max(b.period) FROM meter_readings b WHERE b.meter_id = m.id AND b.superseded_at IS NULL
         AND b.status = 'accepted' AND b.period < $2::date), $2::date)) past ON true
   WHERE ma.account_id = $1 AND (m.removed_on IS NULL OR m.removed_on >= $2)
   ORDER BY m.removed_on IS NOT NULL, ${METER_ORDER}`,
);

/** Reads what meters of an account have shown; whose account it is has been asked before. */
@Injectable()
export class HistoryService {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The history since a month, `2025-12`; for a tenant only what came since the day `began`. */
  async since(accountId: string, month: string, began?: string): Promise<MeterHistory[]> {
    const rows = await HISTORY.rows(this.pool, accountId, `${month}-01`);
    const meters = rows.map((row) => {
      const dial = { capacity: row.capacity, decimals: row.decimals };
      return {
        id: row.id,
        resource: row.resource,
        number: row.number,
        place: row.place,
        tariffs: row.tariffs,
        dial,
        removedOn: row.removed_on,
        installedOn: row.installed_on,
        initial: row.initial?.map((text) => dialUnits(text, dial)) ?? null,
        readings: (row.readings ?? []).map((reading) => readingOf(reading, dial)),
      };
    });
    return began === undefined ? meters : meters.flatMap((meter) => fromDay(meter, began));
  }
}

/** Begins with what the dial showed when somebody came; what was removed before they never saw. */
function fromDay(meter: MeterHistory, day: string): MeterHistory[] {
  if (meter.removedOn !== null && meter.removedOn < day) return [];
  const before = meter.readings.find(({ status, takenOn }) => status === 'accepted' && takenOn < day);
  const readings = meter.readings.filter(({ takenOn }) => takenOn >= day);
  if (before) {
    return [{ ...meter, readings, initial: before.values, installedOn: before.takenOn, began: true }];
  }
  const isNew = meter.installedOn !== null && meter.installedOn >= day;
  // of what was used since it was installed before them, others have used a part
  return [{ ...meter, readings, initial: isNew ? meter.initial : null }];
}
