import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { APPEAL_STATES } from './appeal-states.js';
import { APPEAL_EVENTS } from './appeal-words.js';

const STATES = Object.fromEntries(Object.entries(APPEAL_STATES).map(([key, { author }]) => [key, author]));
const KINDS = {
  complaint: 'жалоба',
  suggestion: 'предложение',
  gratitude: 'благодарность',
  question: 'вопрос',
};

/** What a resident has written to the office, and the answers. */
export const APPEALS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'appeals', title: 'Обращения' },
      sql: `SELECT a.registered_at AS "Когда", a.number AS "Номер", ${wordOf('a.kind', KINDS)} AS "Вид", a.title AS "Тема",
          a.text AS "Текст", nullif(a.author_name, '') AS "Автор", nullif(a.author_email, '') AS "E-mail",
          nullif(a.author_phone, '') AS "Телефон", nullif(a.address, '') AS "Адрес",
          nullif(a.postal_address, '') AS "Почтовый адрес", ${wordOf('a.state', STATES)} AS "Состояние",
          a.publish AS "Можно опубликовать", (SELECT nullif(count(*)::int, 0) FROM appeal_files f WHERE f.appeal_id = a.id) AS "Файлов"
        FROM appeals a WHERE a.user_id = $1 ORDER BY a.registered_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'appealEvents', title: 'Переписка по обращениям' },
      sql: `SELECT e.at AS "Когда", a.number AS "Обращение", coalesce(${wordOf('e.kind', APPEAL_EVENTS)}, e.kind) AS "Что",
          nullif(e.text, '') AS "Текст"
        FROM appeals a JOIN appeal_events e ON e.appeal_id = a.id
        WHERE a.user_id = $1 AND e.open ORDER BY e.at DESC, e.id DESC LIMIT $2`,
    },
    {
      ...{ key: 'appealDraft', title: 'Начатое обращение' },
      sql: `SELECT saved_at AS "Сохранено", typed->>'title' AS "Тема", typed->>'text' AS "Текст"
        FROM appeal_drafts WHERE user_id = $1 LIMIT $2`,
    },
  ],
  destroyed: [{ what: 'начатое обращение', sql: 'DELETE FROM appeal_drafts WHERE user_id = $1' }],
};
