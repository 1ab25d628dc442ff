import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';

const MOST_ROWS = 10_000;

const WAITING = new Prepared<{ id: string }>(
  'waiting rows of the same number',
  `SELECT other.id FROM unknown_rows u
   JOIN unknown_rows other ON other.account_text = u.account_text
     AND other.resolved_at IS NULL AND other.dismissed_at IS NULL
   JOIN batches b ON b.id = other.batch_id AND b.undone_at IS NULL
   WHERE u.id = $1::bigint AND u.account_text <> '' ORDER BY other.id = u.id DESC, other.id LIMIT ${MOST_ROWS}`,
);

const GIVEN = new Prepared<{ id: string }>(
  'given rows of the same number',
  `SELECT other.id FROM unknown_rows u
   JOIN unknown_rows other ON other.account_text = u.account_text
     AND other.resolved_account_id = u.resolved_account_id
   WHERE u.id = $1::bigint AND u.account_text <> '' ORDER BY other.id = u.id DESC, other.id LIMIT ${MOST_ROWS}`,
);

/** Rows that have the number of a row, and stand as it does. */
@Injectable()
export class SameRows {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The row, with all others that wait under the same number when that is wanted. */
  waiting(id: string, others: boolean): Promise<string[]> {
    return this.with(WAITING, id, others);
  }

  /** The row, with all others of its number that were given to the same account when that is wanted. */
  given(id: string, others: boolean): Promise<string[]> {
    return this.with(GIVEN, id, others);
  }

  private async with(same: Prepared<{ id: string }>, id: string, others: boolean): Promise<string[]> {
    const rows = others ? await same.rows(this.pool, id) : [];
    return rows.length > 0 ? rows.map((row) => row.id) : [id];
  }
}
