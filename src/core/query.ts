/** A DataSource, or the EntityManager of a transaction. */
export interface Queryable {
  query(sql: string, values?: unknown[]): Promise<unknown>;
}

/** The rows that a statement returns; of UPDATE and DELETE TypeORM gives them otherwise: see `affected`. */
export async function rowsOf<Row>(on: Queryable, sql: string, values: unknown[] = []): Promise<Row[]> {
  return (await on.query(sql, values)) as Row[];
}

/** The first row that a statement returns, if there is one. */
export async function one<Row>(on: Queryable, sql: string, values: unknown[] = []): Promise<Row | undefined> {
  return (await rowsOf<Row>(on, sql, values))[0];
}

/** How many rows an UPDATE or a DELETE has touched. */
export async function affected(on: Queryable, sql: string, values: unknown[] = []): Promise<number> {
  const [, count] = (await on.query(sql, values)) as [unknown, number];
  return count;
}

/** The rows that an UPDATE or a DELETE has touched, as it returns them. */
export async function touched<Row>(on: Queryable, sql: string, values: unknown[] = []): Promise<Row[]> {
  const [rows] = (await on.query(sql, values)) as [Row[], number];
  return rows;
}
