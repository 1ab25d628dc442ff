/** After a restore: what was being written may be with its receivers by now. */
export const STOP_AFTER_RESTORE = 'UPDATE announcement_mailings SET done_at = now() WHERE done_at IS NULL';
