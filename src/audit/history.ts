import { one, type Queryable, rowsOf } from '../core/query.js';
import type { Told } from '../panel/panel-office.js';
import type { AUDIT_ACTIONS } from './audit.js';
import { DETAILS } from './details.sql.js';
import { OBJECT } from './objects.sql.js';

/** Who did something, as the journal has it. */
export interface Change {
  readonly at: Date;
  readonly action: keyof typeof AUDIT_ACTIONS;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  /** Of a resident the login. */
  readonly actor_name: string | null;
}

/** A change with its number and what it tells besides. */
export interface Line extends Change {
  readonly id: string;
  readonly details: string;
}

const CHANGE = 'e.at, e.action, e.actor_kind, e.actor_id, e.actor_name';

/** A login may be an address: what residents do with their own is told in other histories than theirs without it. */
const ACTOR = `CASE WHEN e.object_kind <> 'user' OR $1 = 'user' OR e.actor_kind <> 'resident' THEN e.actor_name END AS actor_name`;

/** Looking at a record, coming and going are no changes of it. */
const LAST_CHANGE = `
  SELECT ${CHANGE} FROM audit_events e
  WHERE object_kind = $1 AND object_id = $2 AND ($3::text IS NULL OR details->>'version' = $3)
    AND action !~ 'viewed|downloaded|[.]signed|sign-in|refused' AND ($4::text IS NULL OR action = $4) AND details @> $5::jsonb
  ORDER BY id DESC LIMIT 1`;

const BEFORE = 'id < coalesce($4::bigint, 9223372036854775807) ORDER BY id DESC LIMIT $5';

/** Lines about a record, about others that belong to it, and, of a resident, those about accounts that name them. */
function historyOf(others: NonNullable<Told['others']>): string {
  const lines = [
    `SELECT * FROM audit_events WHERE object_kind = $1 AND object_id = $2 AND details @> $3::jsonb AND ${BEFORE}`,
    `SELECT * FROM audit_events WHERE $1 = 'user' AND details->>'userId' = $2 AND ${BEFORE}`,
    ...others.map(
      ({ kind, ids, where = 'true' }) =>
        `SELECT * FROM audit_events WHERE object_kind = '${kind}' AND object_id IN (${ids}) AND ${where} AND ${BEFORE}`,
    ),
  ];
  const besides = others.flatMap(({ kind, details = {} }) =>
    Object.entries(details).map(
      ([action, sql]) => `WHEN e.object_kind = '${kind}' AND e.action = '${action}' THEN ${sql}`,
    ),
  );
  const details = besides.length === 0 ? DETAILS : `CASE ${besides.join(' ')} ELSE ${DETAILS} END`;
  const whose = `CASE WHEN (e.object_kind, e.object_id) <> ($1, $2) THEN CASE e.object_kind
    WHEN 'account' THEN 'лицевой счет ' || ${OBJECT} WHEN 'meter' THEN 'счетчик ' || ${OBJECT} WHEN 'reading' THEN ${OBJECT} END END`;
  // Chosen by themselves: beside what the details of a line might cost, the planner takes any way to the lines for as good.
  return `WITH e AS MATERIALIZED (${lines.map((one) => `(${one})`).join(' UNION ALL ')} ORDER BY id DESC LIMIT $5)
    SELECT e.id, e.at, e.action, e.actor_kind, e.actor_id, ${ACTOR}, concat_ws(': ', ${whose}, nullif(${details}, '')) AS details FROM e ORDER BY e.id DESC`;
}

/** The last change of a record; with a version the one that made it, where the journal names it. */
export async function lastChange(
  database: Queryable,
  { kind, id, action, details = {} }: Told,
  version?: string,
): Promise<Change | undefined> {
  const values = [kind, id, version ?? null, action ?? null, JSON.stringify(details)];
  return one<Change>(database, LAST_CHANGE, values);
}

/** The last lines about a record before the line with an id, so many at most: the newest first. */
export async function history(
  database: Queryable,
  { kind, id, details = {}, others = [] }: Told,
  most: number,
  before?: string,
): Promise<Line[]> {
  const values = [kind, id, JSON.stringify(details), before ?? null, most];
  return rowsOf<Line>(database, historyOf(others), values);
}
