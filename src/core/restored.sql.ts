/** Within a restore: what browsers were given before it is good no more, since nobody knows what of it was used. */
export const MARK_AS_RESTORED = 'UPDATE installation SET restored_at = now()';
/** Whether a backup was restored after a moment. */
export const RESTORED_SINCE = 'SELECT FROM installation WHERE restored_at >= $1';
