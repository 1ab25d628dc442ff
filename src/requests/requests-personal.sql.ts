import { wordOf } from '../audit/told.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { REQUEST_EVENTS } from './request-words.js';
import { REQUEST_STATES } from './states.js';

const STATES = Object.fromEntries(
  Object.entries(REQUEST_STATES).map(([key, { resident }]) => [key, resident]),
);

/** Requests of a resident, and what was said of them that they may read. */
export const REQUESTS_DATA: PersonalData = {
  held: [
    {
      ...{ key: 'requests', title: 'Заявки' },
      sql: `SELECT r.registered_at AS "Когда", r.number AS "Номер", r.address AS "Адрес", nullif(r.applicant, '') AS "Заявитель",
          nullif(r.phone, '') AS "Телефон", nullif(r.access, '') AS "Как попасть", nullif(r.text, '') AS "Что случилось",
          ${wordOf('r.state', STATES)} AS "Состояние",
          (SELECT nullif(count(*)::int, 0) FROM request_photos p WHERE p.request_id = r.id AND p.user_id = r.user_id) AS "Фотографий"
        FROM service_requests r WHERE r.user_id = $1 ORDER BY r.registered_at DESC LIMIT $2`,
    },
    {
      ...{ key: 'requestEvents', title: 'Что происходило с заявками' },
      sql: `SELECT e.at AS "Когда", r.number AS "Заявка", coalesce(${wordOf('e.kind', REQUEST_EVENTS)}, e.kind) AS "Что",
          CASE WHEN e.actor_kind = 'resident' AND e.actor_id = r.user_id THEN 'вы' WHEN e.actor_kind = 'staff' THEN 'диспетчер'
            WHEN e.actor_kind = 'executor' THEN 'мастер' WHEN e.actor_kind = 'system' THEN 'портал' END AS "Кто",
          nullif(e.text, '') AS "Текст"
        FROM service_requests r JOIN request_events e ON e.request_id = r.id
        WHERE r.user_id = $1 AND e.open AND (e.actor_kind <> 'resident' OR e.actor_id = r.user_id)
        ORDER BY e.at DESC, e.id DESC LIMIT $2`,
    },
  ],
  destroyed: [],
};
