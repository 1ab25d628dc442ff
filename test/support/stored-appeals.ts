import type { Database } from './database.js';

/** Columns of an entry; the year and the number are given out. */
type StoredAppeal = Record<string, unknown>;

let last = 500_000;

/** Writes an entry straight into its table, as it would have become in time, with its first event; gives its id. */
export async function storeAppeal(database: Database, fields: StoredAppeal = {}): Promise<string> {
  const registered = new Date((fields['registered_at'] as Date | undefined) ?? Date.now());
  const values: StoredAppeal = {
    ...{ year: 2026, sequence: (last += 1), kind: 'question', channel: 'site', topic: 'general' },
    ...{ registered_at: registered, title: 'Когда уберут снег?', text: 'Когда уберут снег?' },
    received_day: new Date(registered.getTime() + 8 * 3_600_000).toISOString().slice(0, 10),
    ...fields,
  };
  if (values['first_answered_at'] !== undefined) {
    values['state'] ??= 'answered';
    values['answered_at'] ??= values['first_answered_at'];
  }
  const names = Object.keys(values);
  const [row] = await database.query<{ id: string }>(
    `WITH entry AS (
       INSERT INTO appeals (${names.join(', ')}) VALUES (${names.map((_, n) => `$${n + 1}`).join(', ')}) RETURNING *)
     INSERT INTO appeal_events (appeal_id, at, kind, actor_kind, actor_name, open)
     SELECT id, registered_at, 'registered', 'author', author_name, true FROM entry RETURNING appeal_id AS id`,
    Object.values(values),
  );
  return row!.id;
}
