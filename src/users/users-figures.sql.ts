/** How many residents have ever registered and are there. */
export const REGISTRATIONS = "SELECT count(*)::float8 AS count FROM users WHERE status <> 'pending'";
