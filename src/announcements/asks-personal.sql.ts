import type { PersonalData } from '../core/personal-data.js';

/** Which announcements a resident has asked to be told the end of. */
export const ASKS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'announcementAsks', title: 'Просьбы написать, когда отключение закончится' },
      sql: `SELECT k.asked_at AS "Когда", a.title AS "Объявление"
        FROM announcement_asks k JOIN announcements a ON a.id = k.announcement_id
        WHERE k.user_id = $1 ORDER BY k.asked_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'просьбы написать об окончании отключения',
      sql: 'DELETE FROM announcement_asks WHERE user_id = $1',
    },
  ],
};
