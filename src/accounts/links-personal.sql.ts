import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { ROLES } from './household/rights.js';

/** Accounts that a resident has linked, or had. */
export const LINKS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'accounts', title: 'Лицевые счета', lastDays: ['По'] },
      sql: `SELECT a.number AS "Номер", a.address AS "Адрес", ${wordOf('l.role', ROLES)} AS "Кто вы", l.until AS "По", l.created_at AS "Привязан", l.ended_at AS "Отвязан",
          l.end_reason AS "Почему отвязан"
        FROM account_links l JOIN account_places a ON a.id = l.account_id WHERE l.user_id = $1
        ORDER BY l.created_at DESC LIMIT $2`,
    },
  ],
  destroyed: [],
};

const MINE = 'h.email_key = (SELECT r.email_key FROM residents r WHERE r.id = $1 AND r.email_confirmed)';
const STATE = `CASE WHEN h.accepted_at IS NOT NULL THEN 'принято' WHEN h.revoked_at IS NOT NULL THEN 'отозвано'
  WHEN h.expires_at <= now() THEN 'срок прошёл' ELSE 'ждёт' END`;

/** Invitations of a resident and to one; they are forgotten 30 days after their last day. */
export const INVITATIONS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'invitations', title: 'Приглашения, которые отправили вы' },
      sql: `SELECT h.created_at AS "Когда", nullif(h.email, '') AS "Кому", ${wordOf('h.role', ROLES)} AS "Кто это",
          ${STATE} AS "Состояние" FROM household_invitations h WHERE h.invited_by = $1 ORDER BY h.created_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'invited', title: 'Приглашения вам' },
      sql: `SELECT h.created_at AS "Когда", ${wordOf('h.role', ROLES)} AS "Кем", ${STATE} AS "Состояние"
        FROM household_invitations h WHERE ${MINE} OR h.accepted_by = $1 ORDER BY h.created_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'приглашения видеть лицевой счет: адрес того, кого приглашали',
      sql: `DELETE FROM household_invitations h WHERE h.invited_by = $1 OR h.accepted_by = $1 OR ${MINE}`,
    },
  ],
};
