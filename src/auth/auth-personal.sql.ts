import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { WAYS_IN } from './sign-ins/sign-in-words.js';
import { WAY } from './sign-ins/way.sql.js';

/** How a resident comes in: sign-ins, open sessions, profiles of others, addresses of before. */
export const AUTH_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'profiles', title: 'Профили для входа' },
      sql: `SELECT coalesce(${wordOf('provider', WAYS_IN)}, provider) AS "Сервис", subject AS "Номер профиля", created_at AS "Подключён"
        FROM identities WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'passkeys', title: 'Ключи доступа' },
      sql: `SELECT name AS "Название", created_at AS "Добавлен", last_used_at AS "Последний вход"
        FROM passkeys WHERE user_id = $1 ORDER BY created_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'secondFactor', title: 'Вход с кодом из приложения' },
      sql: `SELECT second_factor_at AS "Подключён", (SELECT count(*) FROM user_recovery_codes WHERE user_id = $1) AS "Резервных кодов осталось"
        FROM users WHERE id = $1 AND second_factor_at IS NOT NULL LIMIT $2`,
    },
    {
      ...{ key: 'signIns', title: 'Входы' },
      sql: `SELECT at AS "Когда", coalesce(${wordOf(WAY, WAYS_IN)}, way) || CASE WHEN with_code THEN ' и код' ELSE '' END AS "Как", device AS "Устройство", ip AS "Сеть",
          nullif(failed_before, 0) AS "Неудачных попыток перед этим"
        FROM sign_ins WHERE user_id = $1 ORDER BY at DESC LIMIT $2`,
    },
    {
      ...{ key: 'sessions', title: 'Открытые сеансы' },
      sql: `SELECT created_at AS "Вход", last_seen_at AS "Последнее действие", ip AS "Сеть", user_agent AS "Браузер"
        FROM sessions WHERE user_id = $1 AND expires_at > now() ORDER BY created_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'emailChanges', title: 'Смены E-mail' },
      sql: `SELECT changed_at AS "Когда", before_email AS "Прежний", after_email AS "Новый"
        FROM email_changes WHERE user_id = $1 ORDER BY changed_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'newEmail', title: 'Новый E-mail, который ждёт подтверждения' },
      sql: `SELECT email AS "E-mail", created_at AS "Запрошен" FROM auth_codes
        WHERE user_id = $1 AND purpose = 'email' AND used_at IS NULL AND superseded_at IS NULL AND expires_at > now()
        ORDER BY created_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'сведения о входах: когда, с какого устройства, из какой сети',
      sql: 'DELETE FROM sign_ins WHERE user_id = $1',
    },
    { what: 'счет неудачных входов', sql: 'DELETE FROM failed_sign_ins WHERE user_id = $1' },
    { what: 'сеансы: адрес сети и браузер', sql: 'DELETE FROM sessions WHERE user_id = $1' },
    { what: 'номера профилей, через которые входил', sql: 'DELETE FROM identities WHERE user_id = $1' },
    { what: 'ключи доступа', sql: 'DELETE FROM passkeys WHERE user_id = $1' },
    {
      what: 'секрет приложения для кодов',
      sql: `UPDATE users SET second_factor_at = NULL, second_factor_secret = NULL, second_factor_step = NULL
        WHERE id = $1 AND second_factor_at IS NOT NULL`,
    },
    { what: 'резервные коды для входа', sql: 'DELETE FROM user_recovery_codes WHERE user_id = $1' },
    { what: 'прежние адреса электронной почты', sql: 'DELETE FROM email_changes WHERE user_id = $1' },
    { what: 'коды из писем', sql: 'DELETE FROM auth_codes WHERE user_id = $1' },
  ],
};
