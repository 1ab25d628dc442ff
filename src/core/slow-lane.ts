import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Queryable } from './query.js';

/** Longer than a page may take elsewhere, shorter than people wait. */
const LONGEST = '60s';

/**
 * For what has to look at a whole company before an answer: one after another, on one connection of the pages, and beyond the
 * limit of other statements.
 */
@Injectable()
export class SlowLane {
  private last: Promise<unknown> = Promise.resolve();

  constructor(private readonly database: DataSource) {}

  run<T>(work: (on: Queryable) => Promise<T>): Promise<T> {
    const mine = this.last.then(() =>
      this.database.transaction(async (tx) => {
        await tx.query(`SET LOCAL statement_timeout = '${LONGEST}'`);
        return work(tx);
      }),
    );
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
