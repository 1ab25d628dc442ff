import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { one } from '../../core/query.js';
import { Semaphore } from '../../core/semaphore.js';

/** Two of them leave residents most of the connections of the pages. */
const AT_ONCE = 2;
const WAITING = 6;
const PATIENCE_MS = 20_000;
const LONGEST = '60s';
/** So many accounts take about a second, which nobody minds. */
const LARGE = 50_000;

/** As PostgreSQL reckons: to count them would read them all. */
const RECKONED = 'EXPLAIN (FORMAT JSON) SELECT FROM account_places';

/** Reports of all accounts: longer than pages may take, a few at once. */
@Injectable()
export class WholeCompany {
  private readonly lane = new Semaphore(AT_ONCE, WAITING, PATIENCE_MS);

  constructor(private readonly database: DataSource) {}

  /** Reads the rows of such a report. */
  read<Row>(sql: string, values: unknown[]): Promise<Row[]> {
    return this.lane.pass(() =>
      this.database.transaction(async (tx: EntityManager) => {
        await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'; SET LOCAL work_mem = '64MB'`);
        return tx.query<Row[]>(sql, values);
      }),
    );
  }

  /** Whether the report is better asked for: of a house, or knowing that it takes a while. */
  async isLarge(): Promise<boolean> {
    const plan = await one<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>(this.database, RECKONED);
    return plan!['QUERY PLAN'][0].Plan['Plan Rows'] > LARGE;
  }
}
