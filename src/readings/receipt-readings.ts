import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';
import { type Dial, dialText, dialUnits } from '../meters/dial.js';
import { meterTitle } from '../meters/meter-name.js';
import { METER_ORDER } from '../meters/meters.sql.js';
import { consumed } from '../meters/reading-check.js';
import { type Resource, tariffNames } from '../meters/resource.js';
import { type ReadingsDefinition, ReadingsPart } from '../receipts/readings-part.js';
import { decimal, inSentence } from '../text/russian.js';
import { quantity } from './meter-words.js';

interface MonthRow {
  account_id: string;
  resource: Resource;
  number: string;
  place: string;
  tariffs: number;
  capacity: number;
  decimals: number;
  present: string[];
  previous: string[] | null;
}

const ACCEPTED = `r.meter_id = m.id AND r.superseded_at IS NULL AND r.status = 'accepted'`;

/** What meters of accounts $1 were accepted with for a month $2, and before; what they began with goes before the first. */
const READ_IN_MONTH = new Prepared<MonthRow>(
  'readings of a month for receipts',
  `SELECT ma.account_id, m.resource, m.number, m.place, m.tariffs, m.capacity, m.decimals, now.reading::text[] AS present,
     coalesce(before.reading, m.initial_values)::text[] AS previous
   FROM meter_accounts ma JOIN meters m ON m.id = ma.meter_id
   CROSS JOIN LATERAL (
     SELECT r.reading FROM meter_readings r WHERE ${ACCEPTED} AND r.period = $2::date ORDER BY r.id DESC LIMIT 1) now
   LEFT JOIN LATERAL (
     SELECT r.reading FROM meter_readings r WHERE ${ACCEPTED} AND r.period < $2::date
     ORDER BY r.period DESC, r.id DESC LIMIT 1) before ON true
   WHERE ma.account_id = ANY ($1::uuid[]) ORDER BY ma.account_id, ${METER_ORDER}`,
);

/** «Холодная вода, кухня, № 4417: было 120,5, стало 125,3, расход 4,8 м³»: what receipts tell of meters. */
@ReadingsPart()
@Injectable()
export class ReceiptReadings implements ReadingsDefinition {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  async told(accountIds: readonly string[], period: string): Promise<ReadonlyMap<string, readonly string[]>> {
    const told = new Map<string, string[]>();
    for (const row of await READ_IN_MONTH.rows(this.pool, accountIds, period)) {
      const its = told.get(row.account_id) ?? [];
      told.set(row.account_id, [...its, line(row)]);
    }
    return told;
  }
}

function line(row: MonthRow): string {
  const dial = { capacity: row.capacity, decimals: row.decimals };
  const names = tariffNames(row.tariffs);
  const values = row.present.map((text, tariff) => {
    const present = dialUnits(text, dial);
    const before = row.previous?.[tariff];
    const previous = before === undefined ? undefined : dialUnits(before, dial);
    const used = previous === undefined ? undefined : consumed(dial, previous, present);
    const words = [
      previous === undefined ? '' : `было ${shown(previous, dial)}`,
      `стало ${shown(present, dial)}`,
      used === undefined ? '' : `расход ${quantity({ dial, resource: row.resource }, used)}`,
    ];
    const name = names[tariff];
    return (row.tariffs > 1 && name ? `${inSentence(name)} — ` : '') + words.filter(Boolean).join(', ');
  });
  return `${meterTitle(row)}, №\u00A0${row.number}: ${values.join('; ')}`;
}

function shown(units: bigint, dial: Dial): string {
  return decimal(dialText(units, dial));
}
