import { DEEDS, wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';

/** How the office has helped a resident in. */
export const DEEDS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'help', title: 'Помощь офиса со входом' },
      sql: `SELECT asked_at AS "Когда", ${wordOf('kind', DEEDS)} AS "Что", ground AS "Основание", done_at AS "Сделано",
          refused_at AS "Отказано"
        FROM resident_deeds WHERE user_id = $1 ORDER BY asked_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'просьбы о помощи со входом: новый адрес, имя, телефон',
      sql: 'DELETE FROM resident_deeds WHERE user_id = $1',
    },
  ],
};
