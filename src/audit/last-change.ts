import type { Told } from '../panel/panel-office.js';
import type { AUDIT_ACTIONS } from './audit.js';

/** Who did something, as the journal has it. */
export interface Change {
  readonly at: Date;
  readonly action: keyof typeof AUDIT_ACTIONS;
  readonly actor_kind: string;
  readonly actor_id: string | null;
  /** Of a resident the login. */
  readonly actor_name: string | null;
}

/** Looking at a record, coming and going are no changes of it. */
const LAST_CHANGE = `
  SELECT at, action, actor_kind, actor_id, actor_name FROM audit_events
  WHERE object_kind = $1 AND object_id = $2 AND ($3::text IS NULL OR details->>'version' = $3)
    AND action !~ 'viewed|downloaded|[.]signed|sign-in|refused' AND ($4::text IS NULL OR action = $4) AND details @> $5::jsonb
  ORDER BY id DESC LIMIT 1`;

/** The last change of a record; with a version the one that made it, where the journal names it. */
export async function lastChange(
  database: { query(sql: string, values: unknown[]): Promise<unknown> },
  { kind, id, action, details = {} }: Told,
  version?: string,
): Promise<Change | undefined> {
  const rows = await database.query(LAST_CHANGE, [
    kind,
    id,
    version ?? null,
    action ?? null,
    JSON.stringify(details),
  ]);
  return (rows as Change[])[0];
}
