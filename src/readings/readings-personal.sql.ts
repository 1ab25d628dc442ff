import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { RESOURCES } from '../meters/resource.js';

const STATES = { sent: 'проверяются', accepted: 'приняты', rejected: 'отклонены' };
const TITLES = Object.fromEntries(Object.entries(RESOURCES).map(([key, { title }]) => [key, title]));

/** Readings that a resident has sent; whatever the others of the flat have sent is not theirs. */
export const READINGS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'readings', title: 'Показания, которые передали вы' },
      sql: `SELECT r.created_at AS "Когда", to_char(r.period, 'MM.YYYY') AS "За месяц",
          ${wordOf('m.resource', TITLES)} || ', № ' || m.number AS "Счетчик",
          replace(array_to_string(r.reading, ' / '), '.', ',') AS "Показания", ${wordOf('r.status', STATES)} AS "Состояние",
          r.reject_reason AS "Причина отказа",
          (SELECT number FROM account_places WHERE id = r.account_id) AS "Лицевой счет",
          (SELECT nullif(count(*)::int, 0) FROM meter_photos p WHERE p.reading_id = r.id AND p.user_id = r.user_id) AS "Фотографий"
        FROM meter_readings r JOIN meters m ON m.id = r.meter_id WHERE r.user_id = $1
        ORDER BY r.created_at DESC, r.id DESC LIMIT $2`,
    },
  ],
  destroyed: [{ what: 'дни напоминаний о показаниях', sql: 'DELETE FROM reading_nudges WHERE user_id = $1' }],
};
