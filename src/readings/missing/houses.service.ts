import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { ReadingsService } from '../readings.service.js';
import { askedMeters, closingMonth, NOT_READ } from './missing.sql.js';

/** How far a house is with the readings of the month that is being closed. */
export interface HouseReadings {
  readonly id: string;
  readonly address: string;
  /** `2026-11`. */
  readonly period: string;
  readonly meters: number;
  /** Meters without a reading, and flats that have one of them. */
  readonly missing: number;
  readonly flats: number;
}

const HOUSES = new Prepared<HouseReadings>(
  'readings of houses',
  `SELECT a.house_id AS id, a.house AS address, to_char(max(w.period), 'YYYY-MM') AS period,
          count(DISTINCT m.id)::integer AS meters, count(DISTINCT m.id) FILTER (WHERE missing)::integer AS missing,
          count(DISTINCT a.id) FILTER (WHERE missing)::integer AS flats
   FROM ${askedMeters(closingMonth('$1::date'))}
   CROSS JOIN LATERAL (SELECT ${NOT_READ} AS missing) r
   GROUP BY a.house_id, a.house ORDER BY a.house`,
);

/** Tells house by house how many readings have come. */
@Injectable()
export class HouseReadingsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly readings: ReadingsService,
  ) {}

  /** All houses with meters that people read. */
  all(): Promise<HouseReadings[]> {
    return HOUSES.rows(this.pool, this.readings.today());
  }
}
