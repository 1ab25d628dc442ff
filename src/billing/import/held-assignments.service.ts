import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import type { RecordKind } from '../formats/billing-records.js';
import { BUILT_UPON_ACCOUNT } from './undo.sql.js';
import { GIVEN_LATER, READ_GIVEN_ROWS, READ_STANDS_ON_GIVEN } from './unassign.sql.js';

/** A load, as a page names it. */
interface NamedLoad {
  readonly id: string;
  readonly file_name: string;
}

/** What an assignment cannot be taken back from under: another row of its file, or a later load. */
export type Held =
  | { readonly row: number }
  | {
      readonly load: NamedLoad;
      /** It is a payment, and receipts of that load have counted it. */
      readonly counted: boolean;
      /** What stands on that load itself with the same account: until it is undone, the load cannot be. */
      readonly above: NamedLoad | undefined;
    };

/** Says before anybody presses whether an assignment can be taken back: `UnassignService` refuses for the same reasons. */
@Injectable()
export class HeldAssignments {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** What holds the assignment of a row to an account; undefined where it can be taken back. */
  async of(rowId: string, accountId: string): Promise<Held | undefined> {
    const rows = await this.rows<{ id: string; kind: RecordKind }>(READ_GIVEN_ROWS, [[rowId], accountId]);
    const [first] = rows;
    if (!first) return undefined;
    const ids = rows.map(({ id }) => id);
    const [later] = await this.rows<{ row_no: number }>(GIVEN_LATER, [ids]);
    if (later) return { row: later.row_no };
    const [load] = await this.rows<NamedLoad & { kind: RecordKind }>(READ_STANDS_ON_GIVEN[first.kind], [ids]);
    if (!load) return undefined;
    const [above] = await this.rows<NamedLoad>(BUILT_UPON_ACCOUNT, [load.id, accountId]);
    return { load, counted: first.kind === 'payments' && load.kind === 'charges', above };
  }

  private async rows<Row extends object>(sql: string, values: unknown[]): Promise<Row[]> {
    return (await this.pool.query<Row>(sql, values)).rows;
  }
}
