/** After a restore: a one-time password that was used since the backup would be good again. */
export const END_ONE_TIME_PASSWORDS_AFTER_RESTORE =
  'UPDATE staff SET password_expires_at = now() WHERE password_expires_at > now()';
