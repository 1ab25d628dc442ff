/**
 * True of a row `u` and the payment `p` of its load and account that it has become: by its key, by the one that it had before
 * its payer was known, or by what the key became when that was taken back and its place was another's.
 */
export const IS_GIVEN = `(p.batch_id = u.batch_id AND p.account_id = u.resolved_account_id
  AND (u.record->>'key' IN (p.key, p.former_key) OR p.key = (u.record->>'key') || '~' || p.id))`;
