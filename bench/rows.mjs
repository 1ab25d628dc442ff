/** Millions of rows are there sooner when their indexes come after them. */
export async function withoutIndexes(database, tables, fill) {
  const { rows: indexes } = await database.query(
    `SELECT indexname AS name, indexdef AS made FROM pg_indexes i WHERE tablename = ANY ($1)
       AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)`,
    [tables],
  );
  for (const { name } of indexes) await database.query(`DROP INDEX ${name}`);
  await fill();
  await database.query(`SET maintenance_work_mem = '512MB'`);
  for (const { made } of indexes) await database.query(made);
}

/** What the triggers of requests and entries would have written row by row, in one go. */
export const SEARCHED = `
  INSERT INTO search_entries (id, kind, at, words)
  SELECT r.id, 'request', r.registered_at, search_joined(search_tags('request', r.registered_at, r.due_at IS NOT NULL),
    request_own_words(r)) FROM service_requests r ORDER BY r.registered_at;
  INSERT INTO search_entries (id, kind, at, words)
  SELECT a.id, a.kind, a.registered_at, search_joined(search_tags(a.kind, a.registered_at, a.waits), appeal_own_words(a))
  FROM appeals a ORDER BY a.registered_at;`;

/** What is published, counted. */
export const PUBLISHED = `
  INSERT INTO appeal_publication_counts (kind, count)
    SELECT kind, count(*) FROM appeal_publications WHERE state = 'published' GROUP BY kind
    ON CONFLICT (kind) DO UPDATE SET count = EXCLUDED.count;`;

/** What the triggers of accounts would have written: keys, and the words that are in them. */
export const KEYS = `
  TRUNCATE account_keys, account_words, account_key_changes;
  INSERT INTO account_keys SELECT id, words FROM account_keys_of(ARRAY(SELECT id FROM accounts));
  INSERT INTO account_words SELECT word FROM ts_stat('SELECT words FROM account_keys') WHERE is_account_word(word);`;
