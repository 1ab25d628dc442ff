import type { PersonalData } from '../core/personal-data.js';
import { AUDIT_ACTIONS } from './audit.js';
import { wordOf } from './told.sql.js';

/** Lines of the journal that a resident has left; they lose name and address by `Nameless`. */
export const JOURNAL_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'journal', title: 'Что вы делали в кабинете' },
      sql: `SELECT e.at AS "Когда", coalesce(${wordOf('e.action', AUDIT_ACTIONS)}, e.action) AS "Что", e.ip AS "Сеть"
        FROM audit_events e WHERE e.actor_kind = 'resident' AND e.actor_id = $1 ORDER BY e.at DESC LIMIT $2`,
    },
  ],
  destroyed: [],
};
