/** What is asked of a table of keys. */
export type KeySql = Readonly<
  Record<
    'list' | 'credentials' | 'count' | 'add' | 'find' | 'use' | 'rename' | 'remove' | 'removeAll',
    string
  >
>;

/** The statements for the keys of one kind of people: their table, and its column that says whose a key is. */
export function keySql(table: string, owner: string): KeySql {
  const own = `${owner} = $1`;
  return {
    list: `SELECT id, name, created_at AS "createdAt", last_used_at AS "lastUsedAt" FROM ${table}
      WHERE ${own} ORDER BY created_at, id`,
    credentials: `SELECT credential FROM ${table} WHERE ${own}`,
    count: `SELECT count(*)::integer AS count FROM ${table} WHERE ${own}`,
    add: `INSERT INTO ${table} (${owner}, credential, public_key, counter, name, created_at)
      VALUES ($1, $2, $3, $4, $5, $6)`,
    find: `SELECT id, ${owner} AS "ownerId", credential, public_key AS "publicKey", counter
      FROM ${table} WHERE credential = $1`,
    // keys that do not count say nought each time
    use: `UPDATE ${table} SET counter = $2, last_used_at = $3
      WHERE id = $1 AND (counter < $2 OR counter = 0 AND $2 = 0)`,
    rename: `UPDATE ${table} SET name = $3 WHERE ${own} AND id = $2`,
    remove: `DELETE FROM ${table} WHERE ${own} AND id = $2 RETURNING name`,
    removeAll: `DELETE FROM ${table} WHERE ${own} RETURNING name`,
  };
}
