import type { Right } from '../accounts/household/rights.js';
import { mayIn, sinceOwner } from '../accounts/household/rights.sql.js';
import { Prepared } from '../core/database.js';
import type { RequestEventKind } from './request-words.js';
import type { ServiceRequest } from './service-request.js';
import type { RequestActorKind } from './states.js';

/** Of accounts that are linked those whose requests are seen: they name whoever has called, which tenants do not learn. */
export const SEES_REQUESTS = `${mayIn('l', 'requests')} AND ${mayIn('l', 'owner')}`;

/** Requests that a resident sees: their own, and those of accounts where they may. */
export const SEEN_BY = (user: string, request = 'r', also: Right = 'requests'): string =>
  `(${request}.user_id = ${user} OR EXISTS (
    SELECT FROM active_links l WHERE l.user_id = ${user} AND l.account_id = ${request}.account_id AND ${SEES_REQUESTS} AND ${mayIn('l', also)}
      AND ${sinceOwner('l', `${request}.registered_at`)}))`;

/** An event with its photos, as it is read. */
export interface RequestEventRow {
  id: string;
  at: Date;
  kind: RequestEventKind;
  actor_kind: RequestActorKind;
  actor_id: string | null;
  actor_name: string;
  text: string;
  details: Record<string, unknown>;
  open: boolean;
  photos: { id: string; width: number; height: number }[];
}

/** With the moment until which a resident reads it who has this flat no more. */
export const REQUEST_FOR_RESIDENT = new Prepared<ServiceRequest & { gone_at: Date | null }>(
  'request for resident',
  `SELECT r.*, CASE WHEN NOT EXISTS (
       SELECT FROM active_links l WHERE l.user_id = $2 AND l.account_id = r.account_id AND ${mayIn('l', 'requests')})
     THEN (SELECT max(e.ended_at) FROM ended_links e WHERE e.user_id = $2 AND e.account_id = r.account_id) END AS gone_at
   FROM service_requests r WHERE r.id = $1 AND ${SEEN_BY('$2')}`,
);

/** The list of a resident: a page of it, the newest first, from before a moment on. */
export const REQUESTS_OF_RESIDENT = new Prepared<ServiceRequest>(
  'requests of resident',
  `SELECT DISTINCT ON (registered_at, id) r.* FROM (
     (SELECT * FROM service_requests WHERE user_id = $1 AND (registered_at, id) < ($2, $3)
      ORDER BY registered_at DESC LIMIT $4)
     UNION ALL
     (SELECT r.* FROM active_links l CROSS JOIN LATERAL (
        SELECT * FROM service_requests WHERE account_id = l.account_id
          AND ${sinceOwner('l', 'registered_at')} AND (registered_at, id) < ($2, $3)
        ORDER BY registered_at DESC LIMIT $4) r
      WHERE l.user_id = $1 AND ${SEES_REQUESTS})
   ) r ORDER BY registered_at DESC, id DESC LIMIT $4`,
);

const EVENTS_OF = (only: string, order = 'e.id'): string => `
  SELECT e.id, e.at, e.kind, e.actor_kind, e.actor_id, e.actor_name, e.text, e.details, e.open,
         coalesce((SELECT json_agg(json_build_object('id', p.id, 'width', p.width, 'height', p.height) ORDER BY p.created_at, p.id)
                   FROM request_photos p WHERE p.event_id = e.id), '[]') AS photos
  FROM request_events e WHERE e.request_id = $1 ${only} ORDER BY ${order}`;

/** What residents read of what happened, until a moment where there is one. */
export const OPEN_EVENTS_OF_REQUEST = new Prepared<RequestEventRow>(
  'open events of request',
  EVENTS_OF('AND e.open AND ($2::timestamptz IS NULL OR e.at <= $2)'),
);

/** All that happened to a request, the latest first; of very much no more than anybody reads. */
export const EVENTS_OF_REQUEST = new Prepared<RequestEventRow>(
  'events of request',
  EVENTS_OF('', 'e.id DESC LIMIT 200'),
);

/** Open requests of a house that a neighbour may join: one line for each trouble, without whose it is. */
export const OPEN_IN_HOUSE = new Prepared<{
  id: string;
  category: string;
  emergency: boolean;
  registered_at: Date;
  state: ServiceRequest['state'];
  executor_step: ServiceRequest['executor_step'];
  executor_id: string | null;
  count: number;
  joined: boolean;
}>(
  'open requests in house',
  `SELECT r.id, r.category, r.emergency, r.registered_at, r.state, r.executor_step, r.executor_id,
          (SELECT count(*)::integer FROM service_requests c WHERE c.parent_id = r.id AND c.due_at IS NOT NULL) + 1 AS count,
          EXISTS (SELECT FROM service_requests m WHERE (m.id = r.id OR m.parent_id = r.id) AND m.due_at IS NOT NULL
                  AND ${SEEN_BY('$2', 'm')}) AS joined
   FROM service_requests r
   WHERE r.house_id = $1 AND r.due_at IS NOT NULL AND r.parent_id IS NULL
   ORDER BY r.registered_at DESC LIMIT 20`,
);

export const TOGETHER = new Prepared<{ count: number }>(
  'requests together',
  'SELECT count(*)::integer + 1 AS count FROM service_requests WHERE parent_id = $1',
);

/** When the last request came. */
export const LAST_REQUEST = 'SELECT max(registered_at) AS at FROM service_requests';
