import type { Database } from './database.js';

/** Columns of a request; the year and the number are given out. */
export type StoredRequest = Record<string, unknown>;

let last = 0;

/** Writes a request straight into its table, as it would have become in time; gives its id. */
export async function storeRequest(database: Database, fields: StoredRequest = {}): Promise<string> {
  const values: StoredRequest = {
    ...{ year: 2026, sequence: (last += 1), channel: 'phone', address: 'г. Иркутск, ул. Лесная, д. 4' },
    ...{ category: 'leak', emergency: false, registered_at: new Date(), state: 'open' },
    ...{ applicant: 'Белова Ирина', phone: '+7 902 555-66-77', text: 'Капает из-под мойки' },
    ...fields,
  };
  values['fix_due'] ??= new Date(new Date(values['registered_at'] as Date).getTime() + 3 * 86_400_000);
  const open = ['open', 'in_progress', 'deferred'].includes(values['state'] as string);
  if (open) values['due_at'] = values['soon_at'] = values['fix_due'];
  const names = Object.keys(values);
  const [row] = await database.query<{ id: string }>(
    `INSERT INTO service_requests (${names.join(', ')}) VALUES (${names.map((_, n) => `$${n + 1}`).join(', ')}) RETURNING id`,
    Object.values(values),
  );
  return row!.id;
}
