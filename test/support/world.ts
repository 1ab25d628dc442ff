import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.js';
import type { Settings } from './command.js';
import { createDatabase, type Database } from './database.js';
import { type MailOptions, type MailServer, startMailServer } from './mail-server.js';
import { type Product, startProduct } from './product.js';
import { PATIENCE_MS } from './eventually.js';

/** All that a suite needs: a database, a mail server and the product between them. */
export interface World {
  database: Database;
  mail: MailServer;
  product: Product;
  /** A new visitor; `from` is an address of 127.0.0.0/8. */
  visitor(from?: string): Client;
  stop(): Promise<void>;
}

interface WorldOptions extends MailOptions {
  /** For suites that measure the process of the product, or disturb it so that others must not be in it. */
  ownProcess?: boolean;
}

/** Starts a world of its own for a suite. */
export async function startWorld(
  env: Settings = {},
  { ownProcess = false, ...options }: WorldOptions = {},
): Promise<World> {
  const database = await createDatabase();
  const mail = await startMailServer(options);
  const clean = () => Promise.all([database.drop(), mail.stop()]);
  try {
    const product = await startProduct({
      ...{ databaseUrl: database.url, smtpUrl: mail.url, env },
      hosted: !ownProcess,
    });
    return {
      database,
      mail,
      product,
      visitor: (from) => new Client(product.url, { from }),
      stop: async () => {
        try {
          await product.stop();
        } finally {
          await clean();
        }
      },
    };
  } catch (error) {
    await clean();
    throw error;
  }
}

/**
 * Waits until every letter that may leave by now has left, or was refused for the time being: what has not come then will
 * not come.
 */
export async function lettersAreOut({ database }: World, now = new Date()): Promise<void> {
  for (const deadline = Date.now() + PATIENCE_MS; ; await sleep(20)) {
    const waiting = await database.query<{ kind: string; recipient: string }>(
      `SELECT kind, recipient FROM letters
       WHERE sent_at IS NULL AND failed_at IS NULL AND cancelled_at IS NULL
         AND (next_attempt_at <= $1 OR (attempts > 0 AND last_error IS NULL))`,
      [now],
    );
    if (waiting.length === 0) return;
    if (Date.now() > deadline) throw new Error(`Letters do not leave: ${JSON.stringify(waiting)}`);
  }
}
