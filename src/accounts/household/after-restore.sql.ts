/** After a restore an invitation that was taken back or used since the backup would be good again. */
export const VOID_INVITATIONS_AFTER_RESTORE = `UPDATE household_invitations SET revoked_at = now()
  WHERE accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()`;
