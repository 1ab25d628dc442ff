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
    {
      ...{ key: 'lostDevices', title: 'Просьбы в офисе о потерянном устройстве' },
      sql: `SELECT asked_at AS "Когда", ground AS "Основание", confirmed_at AS "Подтверждено",
          CASE outcome WHEN 'done' THEN 'снято' WHEN 'refused' THEN 'отказано' WHEN 'withdrawn' THEN 'отозвано'
            WHEN 'disowned' THEN 'отменил житель' WHEN 'past' THEN 'устарело' ELSE 'ждёт' END AS "Чем кончилось",
          ended_at AS "Решено"
        FROM lost_devices WHERE user_id = $1 ORDER BY asked_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'refusedHelp', title: 'Почему офис отказал в помощи со входом' },
      sql: `SELECT refused_at AS "Когда", ${wordOf('kind', DEEDS)} AS "Что", reason AS "Причина"
        FROM refused_wishes WHERE user_id = $1 ORDER BY refused_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'просьбы о помощи со входом: новый адрес, имя, телефон',
      sql: 'DELETE FROM resident_deeds WHERE user_id = $1',
    },
    { what: 'просьбы о потерянном устройстве', sql: 'DELETE FROM lost_devices WHERE user_id = $1' },
    { what: 'причины отказов в помощи со входом', sql: 'DELETE FROM refused_wishes WHERE user_id = $1' },
  ],
};
