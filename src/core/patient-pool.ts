import type { Pool, PoolClient } from 'pg';
import { isFull } from './database-errors.js';

/** As long as somebody waits for a connection that others hold. */
const PATIENCE_MS = 3000;
const PAUSE_MS = 40;

type Done = (error: Error | undefined, client: PoolClient | undefined, release: () => void) => void;

/**
 * Lets a pool wait where the server has no connection left: one of its own comes free, or one of others'. Without it a request
 * fails at once that would have been next.
 */
export function waitWhereFull(pool: Pool): void {
  const connect = pool.connect.bind(pool) as (done: Done) => void;
  const patient = (done: Done, until = performance.now() + PATIENCE_MS): void =>
    connect((error, client, release) => {
      if (isFull(error) && performance.now() < until) setTimeout(patient, PAUSE_MS, done, until);
      else done(error, client, release);
    });
  const promised = () =>
    new Promise<PoolClient>((resolve, reject) =>
      patient((error, client) => (client ? resolve(client) : reject(error!))),
    );
  pool.connect = ((done?: Done) => (done ? patient(done) : promised())) as typeof pool.connect;
}
