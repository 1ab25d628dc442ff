import { Bindings } from '../../panel/records.sql.js';
import type { ServiceRequest } from '../service-request.js';
import { inState } from '../states.js';
import type { JournalFilter } from './journal-filter.js';

/** A request as the journal holds it. */
export interface JournalRow extends Pick<
  ServiceRequest,
  | ('id' | 'number' | 'registered_at' | 'channel' | 'external_number' | 'address' | 'applicant' | 'phone')
  | ('emergency' | 'text' | 'access' | 'state' | 'first_due' | 'first_done_at' | 'fix_due' | 'started_at')
  | ('finished_at' | 'closed_at' | 'work_done' | 'materials' | 'notified_at' | 'rating' | 'rating_text')
  | ('decline_reason' | 'defer_reason' | 'deferred_until' | 'reopened')
> {
  readonly category: string;
  readonly first_title: string;
  readonly fix_title: string;
  /** Who of the office wrote it down, and who took it. */
  readonly registrar: string | null;
  readonly taker: string | null;
  readonly executor: string | null;
}

const COLUMNS = `
  r.id, r.number, r.registered_at, r.channel, r.external_number, r.address, r.applicant, r.phone, r.emergency, r.text, r.access,
  r.state, r.first_due, r.first_done_at, r.fix_due, r.started_at, r.finished_at, r.closed_at, r.work_done, r.materials,
  r.notified_at, r.rating, r.rating_text, r.decline_reason, r.defer_reason, r.deferred_until, r.reopened,
  k.title AS category, k.first_title, k.fix_title, s.name AS taker, x.name AS executor,
  (SELECT e.actor_name FROM request_events e
   WHERE e.request_id = r.id AND e.kind = 'registered' AND e.actor_kind = 'staff' ORDER BY e.id LIMIT 1) AS registrar`;

/** What a journal is read by. */
export interface JournalSql {
  readonly text: string;
  readonly values: readonly unknown[];
}

/** Days of the company's calendar, both included, as a condition on when requests were registered. */
function registeredBetween(since: string, until: string, timeZone: string, bind: Bindings['bind']): string {
  const zone = bind(timeZone);
  return `r.registered_at >= (${bind(since)}::date)::timestamp AT TIME ZONE ${zone}
    AND r.registered_at < (${bind(until)}::date + 1)::timestamp AT TIME ZONE ${zone}`;
}

function where(filter: JournalFilter, timeZone: string, { bind }: Bindings): string {
  const { since, until, house, kind, state, channel } = filter;
  return [
    registeredBetween(since, until, timeZone, bind),
    house && `r.house_id = ${bind(house)}`,
    kind && `r.category = ${bind(kind)}`,
    state && inState(state, bind(state)),
    channel && `r.channel = ${bind(channel)}`,
  ]
    .filter(Boolean)
    .join(' AND ');
}

/** A page of it, the newest first, after a request that is named. */
export function journalPage(filter: JournalFilter, timeZone: string, limit: number, after = ''): JournalSql {
  const sql = new Bindings();
  const condition = where(filter, timeZone, sql);
  const last = after && sql.bind(after);
  const on = last
    ? `AND (r.registered_at, r.id)
       < (coalesce((SELECT registered_at FROM service_requests WHERE id = ${last}::uuid), 'infinity'), ${last}::uuid)`
    : '';
  return all(
    `WHERE ${condition} ${on} ORDER BY r.registered_at DESC, r.id DESC LIMIT ${sql.bind(limit)}`,
    sql,
  );
}

/** All of it in the order of a book, the oldest first. */
export function journalBook(filter: JournalFilter, timeZone: string): JournalSql {
  const sql = new Bindings();
  return all(`WHERE ${where(filter, timeZone, sql)} ORDER BY r.registered_at, r.id`, sql);
}

/** How many there are; no more than so many are counted. */
export function journalCount(filter: JournalFilter, timeZone: string, most: number): JournalSql {
  const sql = new Bindings();
  const condition = where(filter, timeZone, sql);
  return {
    text: `SELECT count(*)::integer AS count FROM (
      SELECT FROM service_requests r WHERE ${condition} LIMIT ${sql.bind(most)}) counted`,
    values: sql.values,
  };
}

// The order and the limit hold before names are looked up: of a page, not of all that there is.
function all(narrowed: string, { values }: Bindings): JournalSql {
  const direction = narrowed.includes('DESC') ? 'DESC' : 'ASC';
  return {
    text: `SELECT ${COLUMNS}
      FROM (SELECT * FROM service_requests r ${narrowed}) r
      JOIN request_categories k ON k.id = r.category
      LEFT JOIN staff_names s ON s.id = r.taken_by
      LEFT JOIN executors x ON x.id = r.executor_id
      ORDER BY r.registered_at ${direction}, r.id ${direction}`,
    values,
  };
}
