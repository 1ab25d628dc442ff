/** After a restore: a session that was ended since the backup would be open again, a code that was used would be good again. */
export const END_SESSIONS_AFTER_RESTORE = 'DELETE FROM sessions';
/** Links of letters about sign-ins are void as well. */
export const END_CODES_AFTER_RESTORE = `WITH links AS (UPDATE sign_ins SET link_hmac = NULL WHERE link_hmac IS NOT NULL)
  UPDATE auth_codes SET superseded_at = now()
  WHERE used_at IS NULL AND superseded_at IS NULL AND expires_at > now()`;
/** Keys of residents as they were: of those that were removed since nobody knows. */
export const COUNT_KEYS_AFTER_RESTORE = 'SELECT id FROM passkeys';
/** Recovery codes of residents that were used since are there again: their owners get new ones in the profile. */
export const END_RECOVERY_CODES_OF_RESIDENTS_AFTER_RESTORE = 'DELETE FROM user_recovery_codes';
