import { Prepared } from '../../core/database.js';
import type { ServiceRequest } from '../service-request.js';

/** A flat as somebody at the telephone sees it. */
export const FLAT_NOW = new Prepared<{
  id: string;
  house_id: string;
  address: string;
  number: string;
  owner_name: string;
  closed: boolean;
}>('flat now', 'SELECT id, house_id, address, number, owner_name, closed FROM account_places WHERE id = $1');

export const HOUSE_NOW = new Prepared<{ id: string; address: string }>(
  'house now',
  'SELECT id, address FROM house_addresses WHERE id = $1',
);

/** A resident who has linked the account. */
export interface LinkedResident {
  id: string;
  name: string;
  phone: string;
  /** Whether letters about requests reach them. */
  letters: boolean;
}

export const LINKED_RESIDENTS = new Prepared<LinkedResident>(
  'linked residents',
  `SELECT r.id, r.full_name AS name, r.phone,
     r.status = 'active' AND NOT EXISTS (SELECT FROM letter_refusals x WHERE x.user_id = r.id AND x.topic = 'requests') AS letters
   FROM active_links l JOIN residents r ON r.id = l.user_id
   WHERE l.account_id = $1 AND r.status <> 'blocked' ORDER BY l.created_at, r.id`,
);

/** What an account has asked for since a day, the newest first. */
export const REQUESTS_SINCE = new Prepared<
  Pick<ServiceRequest, 'id' | 'category' | 'registered_at' | 'phone'>
>(
  'requests of account since',
  `SELECT id, category, registered_at, phone FROM service_requests
   WHERE account_id = $1 AND registered_at > $2 ORDER BY registered_at DESC LIMIT 20`,
);

/** An open request of a house that a caller may join; one line for each trouble. */
export interface OpenRequest extends Pick<
  ServiceRequest,
  'id' | 'number' | 'category' | 'emergency' | 'address' | 'registered_at' | 'state'
> {
  executor: string | null;
  executor_step: ServiceRequest['executor_step'];
  comes_at: string;
  /** How many flats report it. */
  count: number;
}

export const OPEN_REQUESTS = new Prepared<OpenRequest>(
  'open requests for caller',
  `SELECT r.id, r.number, r.category, r.emergency, r.address, r.registered_at, r.state, x.name AS executor, r.executor_step,
     r.comes_at, (SELECT count(*)::integer FROM service_requests c WHERE c.parent_id = r.id AND c.due_at IS NOT NULL) + 1 AS count
   FROM service_requests r LEFT JOIN executors x ON x.id = r.executor_id
   WHERE r.house_id = $1 AND r.due_at IS NOT NULL AND r.parent_id IS NULL ORDER BY r.emergency DESC, r.registered_at DESC LIMIT 8`,
);

/** What the caller is told of a request that has been registered. */
export const REGISTERED = new Prepared<ServiceRequest & { executor: string | null; badge: string | null }>(
  'registered request',
  `SELECT r.*, x.name AS executor, x.badge FROM service_requests r LEFT JOIN executors x ON x.id = coalesce(r.executor_id,
     (SELECT p.executor_id FROM service_requests p WHERE p.id = r.parent_id)) WHERE r.id = $1`,
);
