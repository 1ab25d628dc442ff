import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import { SlowLane } from '../../core/slow-lane.js';

/** So many accounts take about a second, which nobody minds. */
const LARGE = 50_000;

/** As PostgreSQL reckons: to count them would read them all. */
const RECKONED = 'EXPLAIN (FORMAT JSON) SELECT FROM account_places';

/** Reports of all accounts. */
@Injectable()
export class WholeCompany {
  constructor(
    private readonly database: DataSource,
    private readonly slow: SlowLane,
  ) {}

  /** Reads the rows of such a report. */
  read<Row>(sql: string, values: unknown[]): Promise<Row[]> {
    return this.slow.run((on) => rowsOf<Row>(on, sql, values));
  }

  /** Whether the report is better asked for: of a house, or knowing that it takes a while. */
  async isLarge(): Promise<boolean> {
    const plan = await one<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(this.database, RECKONED);
    return plan!['QUERY PLAN'][0].Plan['Plan Rows'] > LARGE;
  }
}
