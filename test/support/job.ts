import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.js';
import { PATIENCE_MS } from './eventually.js';

/** A job that has ended, or how it stands when it does not end in time. */
export async function jobEnded<Row extends { state: string }>(
  database: Database,
  id: string,
  columns: string,
  within = PATIENCE_MS,
): Promise<Row> {
  for (const deadline = Date.now() + within; ; await sleep(100)) {
    const [row] = await database.query<Row>(`SELECT ${columns} FROM jobs WHERE id = $1`, [id]);
    if (!['queued', 'running'].includes(row!.state) || Date.now() > deadline) return row!;
  }
}
