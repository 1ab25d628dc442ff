/** The last load of each kind that nobody has taken back. */
export const LAST_BATCHES = `
  SELECT kind, max(created_at) AS at FROM batches WHERE undone_at IS NULL GROUP BY kind ORDER BY kind`;

/** The last loads in figures, without sums and the names of files. */
export const BATCHES_LATELY = `
  SELECT kind, format, created_at AS at, rows_loaded AS loaded, rows_unknown AS unknown, undone_at IS NOT NULL AS undone
  FROM batches ORDER BY created_at DESC LIMIT 20`;
