import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import * as sql from './same-rows.sql.js';

/** How far a decision reaches: the row, those that were decided about in one go with it, or all alike with its number. */
export type Extent = 'row' | 'deed' | 'number';

const WAITING = new Prepared<{ id: string }>('waiting rows of the same number', sql.WAITING_ALIKE);
const DECIDED = {
  number: new Prepared<{ id: string }>('decided rows of the same number', sql.DECIDED_ALIKE),
  deed: new Prepared<{ id: string }>('rows decided in one go', sql.DECIDED_WITH),
};

/** Rows that have the number of a row, and stand as it does. */
@Injectable()
export class SameRows {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The row, with all others that wait under the same number when that is wanted. */
  waiting(id: string, others: boolean): Promise<string[]> {
    return others ? this.of(WAITING, id) : Promise.resolve([id]);
  }

  /** The row that somebody has decided about, with those that are to be taken back with it. */
  decided(id: string, extent: Extent): Promise<string[]> {
    return extent === 'row' ? Promise.resolve([id]) : this.of(DECIDED[extent], id);
  }

  private async of(same: Prepared<{ id: string }>, id: string): Promise<string[]> {
    const rows = await same.rows(this.pool, id);
    return rows.length > 0 ? rows.map((row) => row.id) : [id];
  }
}
