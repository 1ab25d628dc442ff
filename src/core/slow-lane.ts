import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Queryable } from './query.js';
import { Semaphore } from './semaphore.js';

/** Two of them leave residents most of the connections of the pages. */
const AT_ONCE = 2;
const WAITING = 6;
const PATIENCE_MS = 20_000;
/** Longer than a page may take elsewhere, shorter than people wait. */
const LONGEST = '60s';

/** For what has to look at a whole company before an answer: a few at once, and beyond the limit of other statements. */
@Injectable()
export class SlowLane {
  private readonly lane = new Semaphore(AT_ONCE, WAITING, PATIENCE_MS);

  constructor(private readonly database: DataSource) {}

  /** Does the work in a transaction of its own; past those that wait already it is refused with 503. */
  run<T>(work: (on: Queryable) => Promise<T>): Promise<T> {
    return this.lane.pass(() =>
      this.database.transaction(async (tx) => {
        await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'; SET LOCAL work_mem = '64MB'`);
        return work(tx);
      }),
    );
  }
}
