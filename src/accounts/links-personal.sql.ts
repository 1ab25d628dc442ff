import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { ROLES } from './household/rights.js';

/** Accounts that a resident has linked, or had. */
export const LINKS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'accounts', title: 'Лицевые счета' },
      sql: `SELECT a.number AS "Номер", a.address AS "Адрес", ${wordOf('l.role', ROLES)} AS "Кто вы", l.until AS "До", l.created_at AS "Привязан", l.ended_at AS "Отвязан",
          l.end_reason AS "Почему отвязан"
        FROM account_links l JOIN account_places a ON a.id = l.account_id WHERE l.user_id = $1
        ORDER BY l.created_at DESC LIMIT $2`,
    },
  ],
  destroyed: [],
};
