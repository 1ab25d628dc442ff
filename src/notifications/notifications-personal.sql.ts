import type { PersonalData } from '../core/personal-data.js';
import { wordOf } from '../audit/told.sql.js';
import { REFUSABLE, TOPICS } from '../mail/topics.js';

const words = (topics: Record<string, { about: string }>): Record<string, string> =>
  Object.fromEntries(Object.entries(topics).map(([topic, { about }]) => [topic, about]));

/** Which letters a resident wants. */
export const NOTIFICATIONS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'letterSettings', title: 'Настройки писем' },
      sql: `SELECT ${wordOf('topic', words(TOPICS))} AS "Письма", 'включены' AS "Выбор"
        FROM notification_preferences WHERE user_id = $1
        UNION ALL
        SELECT ${wordOf('topic', words(REFUSABLE))}, 'отключены' FROM notification_refusals WHERE user_id = $1
        LIMIT $2`,
    },
  ],
  destroyed: [
    { what: 'настройки писем', sql: 'DELETE FROM notification_preferences WHERE user_id = $1' },
    { what: 'отказы от писем', sql: 'DELETE FROM notification_refusals WHERE user_id = $1' },
  ],
};
