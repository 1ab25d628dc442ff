import { sinceOwner } from '../accounts/household/rights.sql.js';
import { Prepared } from '../core/database.js';
import { SEES_REQUESTS } from './requests.sql.js';
import type { ServiceRequest } from './service-request.js';

/** What residents read of a request, in one text. */
const READABLE = `concat_ws(chr(10), r.number, r.address, r.access, r.text, r.work_done, r.decline_reason, r.defer_reason,
  (SELECT title FROM request_categories WHERE id = r.category),
  (SELECT string_agg(e.text, chr(10)) FROM request_events e WHERE e.request_id = r.id AND e.open))`;

/**
 * The newest requests of a resident with these words: by the words that the office finds, which are more, and then by what
 * the resident may read.
 */
export const OWN_REQUESTS_FOUND = new Prepared<ServiceRequest>(
  'own requests found',
  `WITH own AS MATERIALIZED (
     SELECT id, registered_at FROM service_requests WHERE user_id = $1
     UNION
     SELECT r.id, r.registered_at FROM active_links l JOIN service_requests r ON r.account_id = l.account_id
     WHERE l.user_id = $1 AND ${SEES_REQUESTS} AND ${sinceOwner('l', 'r.registered_at')}),
   likely AS MATERIALIZED (
     SELECT id FROM own WHERE (SELECT words FROM entry_words w WHERE w.id = own.id) @@ words_asked($2)
     ORDER BY registered_at DESC, id DESC LIMIT 500)
   SELECT r.* FROM service_requests r
   WHERE r.id IN (SELECT id FROM likely) AND words_of(${READABLE}) @@ words_asked($2)
   ORDER BY r.registered_at DESC, r.id DESC LIMIT $3`,
);
