import type { PersonalData } from '../../core/personal-data.js';

const IS_MINE = "search_key(split_part(v #>> '{}', ' ', 1)) = search_key(r.last_name)";

/** Names of owners in what loads have changed; the name in the account itself is the accounting's. */
export const LOADS_DATA: PersonalData = {
  held: [],
  destroyed: [
    {
      what: 'имя в том, что меняли загрузки лицевых счетов',
      sql: `
        UPDATE account_loads l SET changed = jsonb_set(l.changed, '{owner}', (
          SELECT jsonb_agg(CASE WHEN ${IS_MINE} THEN '"имя удалено"' ELSE v END ORDER BY n)
          FROM jsonb_array_elements(l.changed->'owner') WITH ORDINALITY AS o (v, n)))
        FROM residents r
        WHERE r.id = $1 AND r.last_name <> '' AND l.changed ? 'owner'
          AND l.account_id IN (SELECT account_id FROM account_links WHERE user_id = $1)
          AND EXISTS (SELECT FROM jsonb_array_elements(l.changed->'owner') AS o (v) WHERE ${IS_MINE})`,
    },
  ],
};
