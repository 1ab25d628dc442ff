import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { Client } from './support/client.js';
import { createDatabase, type Database } from './support/database.js';
import { startProduct, type Product } from './support/product.js';

/** An instance would open sixteen. */
const CONNECTIONS = 7;

let database: Database;
let role: string;
let product: Product;

beforeAll(async () => {
  database = await createDatabase({ empty: true });
  role = `full_${randomBytes(6).toString('hex')}`;
  await database.query(`CREATE ROLE ${role} LOGIN PASSWORD 'word' CONNECTION LIMIT ${CONNECTIONS}`);
  await database.query(`ALTER DATABASE ${database.name} OWNER TO ${role}`);
  const url = new URL(database.url);
  url.username = role;
  url.password = 'word';
  product = await startProduct({ databaseUrl: url.href, smtpUrl: 'smtp://127.0.0.1:9' });
});
afterAll(async () => {
  await product?.stop();
  await database?.drop();
});

it('Visitors who come at once to a server that has few connections left wait for their turn, and none is turned away', async () => {
  const visitors = Array.from({ length: 120 }, () => new Client(product.url));
  const answers = await Promise.all(visitors.map((visitor) => visitor.get('/book')));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
  const [used] = await database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE usename = '${role}'`,
  );
  expect(used!.count).toBeGreaterThan(CONNECTIONS - 2);
});
