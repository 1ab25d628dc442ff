/** A line of the list of loads. */
export const insertImport = (kind: 'accounts' | 'meters'): string => `
  INSERT INTO imports (kind, file_name, sha256, created_at, staff_id, rows_new, rows_changed, rows_unchanged, rows_wrong)
  VALUES ('${kind}', $1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`;

export const FIND_IMPORT = `
  SELECT id, kind, file_name, undone_at, rows_new + rows_changed AS rows FROM imports WHERE id = $1 FOR UPDATE`;

export const MARK_UNDONE = 'UPDATE imports SET undone_at = $2, undone_by = $3 WHERE id = $1';
