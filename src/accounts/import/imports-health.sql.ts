/** The last load of each kind from the registry that nobody has taken back; the file has a name that somebody chose, which stays here. */
export const LAST_IMPORTS = `
  SELECT kind, max(created_at) AS at FROM imports WHERE undone_at IS NULL GROUP BY kind ORDER BY kind`;

/** The last loads in figures. */
export const IMPORTS_LATELY = `
  SELECT kind, created_at AS at, rows_new AS "new", rows_changed AS changed, rows_unchanged AS unchanged, rows_wrong AS wrong
  FROM imports ORDER BY created_at DESC LIMIT 20`;
