/** How the reading of the mailbox stands: the newest row is the one in use; its name stays here. */
export const MAILBOX_HEALTH = `
  SELECT read_at AS "readAt", failures, trouble, trouble_since AS "troubleSince" FROM mailbox_state
  ORDER BY greatest(read_at, trouble_since, begun_at) DESC NULLS LAST LIMIT 1`;
