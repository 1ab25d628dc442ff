/** Longer than a sending can take: then another worker may try. */
export const LEASE_SECONDS = 120;
export const LEASE_WITH_FILES_SECONDS = 900;
