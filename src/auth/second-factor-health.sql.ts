/** Residents who are asked for a code, with what is kept of their app. */
export const APPS_OF_RESIDENTS =
  "SELECT id, second_factor_secret AS sealed FROM users WHERE second_factor_at IS NOT NULL AND status = 'active'";
