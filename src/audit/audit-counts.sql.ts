/** How often what was done within a week: names of actions, nothing of who and to whom. */
export const ACTIONS_LATELY = `
  SELECT action, count(*)::int AS count, max(at) AS last FROM audit_events
  WHERE at > now() - interval '7 days' GROUP BY action ORDER BY action`;
