const MOST_ROWS = 10_000;

/** What tells rows apart as their list does: a payment or a statement is one, so are all lines of a document. */
export const itemOf = (row: string): string => `CASE WHEN ${row}.kind = 'charges'
    THEN concat_ws(' ', ${row}.batch_id, ${row}.account_text, ${row}.record->>'period') ELSE ${row}.id::text END`;

/** True of a row that was decided about in one go with the row `u`: alike, by the same person, at the same time. */
export const sameDeed = (row: string): string => `coalesce(${row}.resolved_at, ${row}.dismissed_at)
      = coalesce(u.resolved_at, u.dismissed_at)
    AND coalesce(${row}.resolved_by, ${row}.dismissed_by) IS NOT DISTINCT FROM coalesce(u.resolved_by, u.dismissed_by)
    AND ${row}.resolved_account_id IS NOT DISTINCT FROM u.resolved_account_id
    AND ${row}.outcome IS NOT DISTINCT FROM u.outcome`;

/** True of a row that was decided about as the row `u` was: given to the same account, or taken off too. */
export const decidedAlike = (row: string): string => `(${row}.resolved_account_id = u.resolved_account_id
    OR ${row}.dismissed_at IS NOT NULL AND u.dismissed_at IS NOT NULL)`;

/** Rows with the number of the row $1, itself among them; none where it has no number. */
const sameNumber = (where: string): string => `
  SELECT other.id FROM unknown_rows u
  JOIN unknown_rows other ON other.account_text = u.account_text AND other.account_text <> '' AND ${where}
  JOIN batches b ON b.id = other.batch_id AND b.undone_at IS NULL
  WHERE u.id = $1::bigint ORDER BY other.id = u.id DESC, other.id LIMIT ${MOST_ROWS}`;

export const WAITING_ALIKE = sameNumber('other.resolved_at IS NULL AND other.dismissed_at IS NULL');
export const DECIDED_ALIKE = sameNumber(decidedAlike('other'));
export const DECIDED_WITH = sameNumber(sameDeed('other'));
