/** After a restore: a one-time password that was used since the backup would be good again. */
export const END_ONE_TIME_PASSWORDS_AFTER_RESTORE =
  'UPDATE staff SET password_expires_at = now() WHERE password_expires_at > now()';
/** Recovery codes that were used since are there again: their owners get new ones by password and app. */
export const END_RECOVERY_CODES_AFTER_RESTORE = 'DELETE FROM staff_recovery_codes';
/** Apps as they were: those that were connected or changed since are not there, which the restore says. */
export const COUNT_APPS_AFTER_RESTORE =
  'SELECT FROM staff WHERE second_factor_at IS NOT NULL AND disabled_at IS NULL';
/** Keys of people of the office as they were: of those that were removed since nobody knows. */
export const COUNT_STAFF_KEYS_AFTER_RESTORE =
  'SELECT k.id FROM staff_passkeys k JOIN staff s ON s.id = k.staff_id WHERE s.disabled_at IS NULL';
