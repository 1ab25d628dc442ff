import pg from 'pg';
import type { Database } from './database.js';
import { eventually } from './eventually.js';

/** A transaction of somebody else that stays open while a test goes on. */
export interface Holder {
  query(sql: string, values?: unknown[]): Promise<void>;
  /** Waits until somebody waits for what the transaction holds. */
  waitedFor(): Promise<void>;
  commit(): Promise<void>;
}

/** Begins a transaction with a statement that locks or changes something. */
export async function hold(database: Database, sql: string, values: unknown[] = []): Promise<Holder> {
  const client = new pg.Client(database.url);
  await client.connect();
  await client.query('BEGIN');
  await client.query(sql, values);
  return {
    query: async (more, given = []) => void (await client.query(more, given)),
    waitedFor: async () => {
      await eventually(async () => {
        const [row] = await database.query<{ waits: boolean }>(
          `SELECT count(*) > 0 AS waits FROM pg_stat_activity
           WHERE datname = current_database() AND wait_event_type = 'Lock'`,
        );
        return row!.waits;
      });
    },
    commit: async () => {
      await client.query('COMMIT');
      await client.end();
    },
  };
}
