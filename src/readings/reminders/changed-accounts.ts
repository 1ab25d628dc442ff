import type { EntityManager } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import { secondsAfter } from '../../core/clock.js';

/** What was written before a look may be committed after it, and links are stamped by the clocks of instances. */
const OVERLAP_SECONDS = 15 * 60;
/** With more, all accounts are gone through. */
const MOST = 100_000;

const CHANGED = `
  SELECT account_id AS id FROM meter_accounts WHERE created_at >= $1
  UNION SELECT account_id FROM active_links WHERE created_at >= $1
  UNION SELECT l.account_id FROM letter_subscribers s JOIN active_links l ON l.user_id = s.user_id
        WHERE s.topic = 'readings' AND s.created_at >= $1
  ORDER BY id LIMIT $2`;

/** The moment by the clock of the database, which stamps what changes. */
export async function momentOf(tx: EntityManager): Promise<Date> {
  return (await one<{ now: Date }>(tx, 'SELECT now()'))!.now;
}

/** The accounts that got a meter, a resident or a wish for letters after a look, by their ids; undefined when they are too many. */
export async function changedSince(tx: EntityManager, look: Date): Promise<string[] | undefined> {
  const rows = await rowsOf<{ id: string }>(tx, CHANGED, [secondsAfter(look, -OVERLAP_SECONDS), MOST + 1]);
  return rows.length > MOST ? undefined : rows.map(({ id }) => id);
}
