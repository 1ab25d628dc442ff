import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { loadConfig } from '../src/core/config.js';
import { Log } from '../src/core/log.js';
import { LEASE_WITH_FILES_SECONDS } from '../src/mail/leases.js';
import { PutOffLetters } from '../src/mail/put-off-letters.js';
import { createDatabase, type Database } from './support/database.js';
import { productEnvironment } from './support/command.js';

let database: Database;
let source: DataSource;
let log: Log;

beforeAll(async () => {
  database = await createDatabase();
  const settings = { DATABASE_URL: database.url, SMTP_URL: 'smtp://127.0.0.1:9', LOG_LEVEL: 'silent' };
  log = new Log(loadConfig(productEnvironment(settings)));
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
});
afterAll(async () => {
  log?.onApplicationShutdown();
  await source?.destroy();
  await database?.drop();
});

it('An instance that starts takes up what a clock far ahead has put off, and nothing out of the hands of another', async () => {
  const now = new Date();
  const inHands = LEASE_WITH_FILES_SECONDS + 5;
  await database.query(
    `INSERT INTO letters (kind, recipient, subject, not_after, attempts, next_attempt_at)
     SELECT 'office-letter', address, '', $1::timestamptz + interval '2 days', 1, $1::timestamptz + seconds * interval '1 second'
     FROM (VALUES ('of-another@example.test', $2::integer), ('put-off@example.test', 7200)) l (address, seconds)`,
    [now, inHands],
  );
  await new PutOffLetters(source, log).takeUp(now);
  const due = await database.query<{ recipient: string }>(
    'SELECT recipient FROM letters WHERE next_attempt_at <= $1',
    [now],
  );
  expect(due).toEqual([{ recipient: 'put-off@example.test' }]);
});
