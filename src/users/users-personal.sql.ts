import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';

const STATES = { pending: 'ждёт подтверждения', active: 'открыт', blocked: 'закрыт офисом' };
const DOCUMENTS = {
  'personal-data': 'обработка персональных данных',
  'receipt-letters': 'письма о новых квитанциях',
  'reading-letters': 'письма о показаниях и поверке',
  'announcement-letters': 'письма о плановых работах и новостях дома',
};

/** The word of a document that residents agree to. */
export const documentWord = (sql: string): string => `coalesce(${wordOf(sql, DOCUMENTS)}, ${sql})`;

/** Who a resident is, and what they have agreed to. */
export const USERS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'person', title: 'Кто вы' },
      sql: `SELECT login AS "Логин", last_name AS "Фамилия", first_name AS "Имя", nullif(middle_name, '') AS "Отчество",
          email AS "E-mail", email_confirmed_at AS "E-mail подтверждён", nullif(phone, '') AS "Телефон",
          public_no::text AS "Номер в письмах", ${wordOf('status', STATES)} AS "Кабинет", block_reason AS "Почему закрыт",
          created_at AS "Зарегистрированы", last_sign_in_at AS "Последний вход", password_hash IS NOT NULL AS "Пароль задан"
        FROM users WHERE id = $1 LIMIT $2`,
    },
    {
      ...{ key: 'consents', title: 'Согласия' },
      sql: `SELECT ${documentWord('document')} AS "На что", version AS "Редакция", given_at AS "Дано", withdrawn_at AS "Отозвано",
          text_sha256 AS "SHA-256 текста", nullif(ip, '') AS "Сеть", nullif(user_agent, '') AS "Браузер"
        FROM consents WHERE user_id = $1 ORDER BY given_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'адрес сети и браузер, с которых даны согласия',
      sql: `UPDATE consents SET ip = NULL, user_agent = NULL, withdrawn_at = coalesce(withdrawn_at, now()) WHERE user_id = $1`,
    },
  ],
};
