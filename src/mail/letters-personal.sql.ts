import type { PersonalData } from '../core/personal-data.js';
import { waits } from './letters.sql.js';

/** Letters to a resident. */
export const LETTERS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'letters', title: 'Письма вам' },
      sql: `SELECT created_at AS "Когда", subject AS "Тема", recipient AS "Кому", sent_at AS "Отправлено"
        FROM letters WHERE user_id = $1 AND recipient <> '' ORDER BY created_at DESC LIMIT $2`,
    },
  ],
  destroyed: [
    {
      what: 'письма: адрес, имя, тема и текст',
      sql: 'DELETE FROM letters WHERE user_id = $1',
    },
    {
      what: 'тексты писем другим людям, в которых стояло имя',
      // one that has not left yet offers what is not there any more
      sql: `UPDATE letters m SET data = NULL, cancelled_at = CASE WHEN ${waits('m')} THEN now() ELSE cancelled_at END
        WHERE tells_of = $1 AND data IS NOT NULL`,
    },
    { what: 'место в письмах по спискам', sql: 'DELETE FROM mailing_days WHERE user_id = $1' },
  ],
};
