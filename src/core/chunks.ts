import { type Queryable, rowsOf } from './query.js';

/** So many rows are read at a time. */
const CHUNK = 1000;

/** The rows of a statement bit by bit, by a cursor of the caller's transaction: tens of thousands never stand in memory at once. */
export async function* chunksOf<Row>(
  tx: Queryable,
  sql: string,
  parameters: readonly unknown[],
): AsyncGenerator<Row[]> {
  await tx.query(`DECLARE chunks NO SCROLL CURSOR FOR ${sql}`, [...parameters]);
  let rows: Row[];
  do {
    rows = await rowsOf<Row>(tx, `FETCH ${CHUNK} FROM chunks`);
    if (rows.length > 0) yield rows;
  } while (rows.length === CHUNK);
  await tx.query('CLOSE chunks');
}
