/** How many requests to the dispatch service were registered, by their running numbers. */
export const REQUESTS_REGISTERED = 'SELECT coalesce(sum(last), 0)::float8 AS count FROM request_numbers';
