/** How many entries were registered, by their running numbers. */
export const APPEALS_REGISTERED = 'SELECT coalesce(sum(last), 0)::float8 AS count FROM appeal_numbers';
