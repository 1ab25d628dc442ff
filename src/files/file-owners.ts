import type { Pool } from 'pg';

/** Tables with names of files in a column `file`, each declared by its module as it is loaded. */
const tables = new Set<string>();

/** Declares a table whose rows have files: what none of these tables knows is cleared away one day. Gives the way to take it back. */
export function ownsFiles(table: string): () => void {
  tables.add(table);
  return () => tables.delete(table);
}

/** Of these names those that no row has. */
export async function unknownFiles(
  database: Pick<Pool, 'query'>,
  names: readonly string[],
): Promise<Set<string>> {
  if (tables.size === 0) throw new Error('No table with files is declared');
  const absent = [...tables].map((table) => `NOT EXISTS (SELECT FROM ${table} p WHERE p.file = t.file)`);
  const { rows } = await database.query<{ file: string }>(
    `SELECT file FROM unnest($1::text[]) AS t(file) WHERE ${absent.join(' AND ')}`,
    [names],
  );
  return new Set(rows.map(({ file }) => file));
}

/** The names that rows have, in their order, so many at most after one of them. */
export async function filesAfter(
  database: Pick<Pool, 'query'>,
  after: string,
  most: number,
): Promise<string[]> {
  const parts = [...tables].map(
    (table) => `(SELECT file FROM ${table} WHERE file > $1 ORDER BY file LIMIT $2)`,
  );
  const { rows } = await database.query<{ file: string }>(
    `SELECT DISTINCT file AS file FROM (${parts.join(' UNION ALL ')}) f ORDER BY 1 LIMIT $2`,
    [after, most],
  );
  return rows.map(({ file }) => file);
}

/** Whether any row has a file. */
export async function anyFiles(database: Pick<Pool, 'query'>): Promise<boolean> {
  for (const table of tables) {
    const { rowCount } = await database.query(`SELECT FROM ${table} LIMIT 1`);
    if (rowCount !== 0) return true;
  }
  return false;
}
