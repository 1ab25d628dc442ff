// The limit: the SQL of one submission, statement by statement, from pgbench or, without it, from a bare program.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { LINKED_ACCOUNT } from '../dist/accounts/accounts.service.js';
import { SESSION_OF_COOKIE } from '../dist/auth/sessions/sessions.service.js';
import { LOCK_METERS } from '../dist/meters/meters.sql.js';
import {
  INSERT_CERTIFICATE,
  INSERT_READING,
  MAY_SEND,
  METERS_OF_ACCOUNT,
  SUPERSEDE,
} from '../dist/readings/readings.sql.js';

/** As AuditService writes it. */
const INSERT_AUDIT_EVENT = `
  INSERT INTO audit_events (actor_kind, actor_id, actor_name, action, object_kind, object_id, details, ip)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`;
/** Of the consent of now, as the product keeps it from its start. */
const ESSENCE = `(SELECT max(essence_sha256) FROM consent_texts WHERE document = 'personal-data')`;
const DETAILS = `'{"meters": ["123", "124", "125"], "source": "cabinet"}'`;

/** Values are SQL; `:name` is a column of what is submitted, or of what a statement before has returned. */
const STEPS = [
  { sql: `SELECT * FROM bench_submissions WHERE n = (SELECT nextval('bench_submission'))`, returns: true },
  { sql: SESSION_OF_COOKIE.text, values: [':session', ESSENCE] },
  { sql: LINKED_ACCOUNT.text, values: [':resident', ':account'] },
  { sql: METERS_OF_ACCOUNT.text, values: [':account'] },
  { sql: 'START TRANSACTION' },
  { sql: LOCK_METERS, values: [':meters'] },
  { sql: MAY_SEND, values: [':resident', ':account'] },
  { sql: METERS_OF_ACCOUNT.text, values: [':account'] },
  { sql: INSERT_CERTIFICATE, values: [':account', ':resident', 'NULL', `'cabinet'`, 'now()'], returns: true },
  ...['1', '2', '3'].flatMap(readingOf),
  {
    sql: INSERT_AUDIT_EVENT,
    values: [`'resident'`, ':resident', `'irina'`, `'readings.sent'`, `'account'`, ':account', DETAILS, `''`],
  },
  { sql: 'COMMIT' },
].map(({ sql, values = [], returns = false }) => ({
  sql: sql.replace(/\$(\d+)/g, (_, number) => values[number - 1]),
  returns,
}));

function readingOf(n) {
  const [meter, reading] = [`:meter${n}`, `:reading${n}`];
  const said = [
    meter,
    ':period',
    reading,
    'current_date',
    `'cabinet'`,
    `'accepted'`,
    `'{}'`,
    ':account',
    ':id',
  ];
  return [
    { sql: SUPERSEDE, values: [meter, 'now()', ':period'] },
    { sql: INSERT_READING, values: [...said, ':resident', 'NULL', 'now()', 'NULL', 'NULL'] },
  ];
}

/** Lays out what these visitors submit, each once. */
export async function prepareSubmissions({ database, meters, period }, visitors) {
  const metersOf = new Map();
  for (const meter of meters) {
    metersOf.set(meter.account_id, [...(metersOf.get(meter.account_id) ?? []), meter]);
  }
  const submissions = visitors.map(({ token, user_id, account_id }) => ({
    session: createHash('sha256').update(token).digest('hex'),
    resident: user_id,
    account: account_id,
    meters: metersOf.get(account_id),
  }));
  await database.query(`
    CREATE SEQUENCE bench_submission;
    CREATE TABLE bench_submissions (n int PRIMARY KEY, session bytea, resident uuid, account uuid, period date, meters uuid[],
      meter1 uuid, meter2 uuid, meter3 uuid, reading1 numeric[], reading2 numeric[], reading3 numeric[])`);
  await database.query(
    `INSERT INTO bench_submissions
     SELECT row_number() OVER (), decode(s->>'session', 'hex'), (s->>'resident')::uuid, (s->>'account')::uuid, $2::date,
            ARRAY(SELECT (m->>'id')::uuid FROM jsonb_array_elements(s->'meters') m),
            (s#>>'{meters,0,id}')::uuid, (s#>>'{meters,1,id}')::uuid, (s#>>'{meters,2,id}')::uuid,
            ARRAY[(s#>>'{meters,0,next}')::numeric], ARRAY[(s#>>'{meters,1,next}')::numeric], ARRAY[(s#>>'{meters,2,next}')::numeric]
     FROM jsonb_array_elements($1::jsonb) s`,
    [JSON.stringify(submissions), `${period}-01`],
  );
  await database.query('ANALYZE bench_submissions');
}

/** What stands beside us in the output. */
export const LIMIT_NAME = hasPgbench()
  ? 'pgbench'
  : 'a bare program with prepared statements (no pgbench on the PATH)';

/** Submissions per second from so many connections. */
export function sqlRate(world, connections, count) {
  return hasPgbench() ? pgbench(world.url, connections, count) : program(world.url, connections, count);
}

function hasPgbench() {
  return spawnSync('pgbench', ['--version'], { stdio: 'ignore' }).status === 0;
}

async function pgbench(url, connections, count) {
  const folder = mkdtempSync(join(tmpdir(), 'kabinet-pgbench-'));
  try {
    const file = join(folder, 'submission.sql');
    writeFileSync(
      file,
      STEPS.map(({ sql, returns }) => `${sql.trim()}${returns ? ' \\gset' : ';'}\n`).join(''),
    );
    const each = Math.floor(count / connections);
    const options = [
      '-n',
      '-M',
      'prepared',
      '-c',
      `${connections}`,
      '-j',
      '1',
      '-t',
      `${each}`,
      '-f',
      file,
      url,
    ];
    const child = spawn('pgbench', options, { stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
    const [code] = await once(child, 'close');
    const [, rate] = /^tps = ([\d.]+)/m.exec(output) ?? [];
    const done = output.includes(`processed: ${each * connections}/${each * connections}`);
    if (code !== 0 || !rate || !done) throw new Error(`pgbench: ${output}`);
    return Number(rate);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function program(url, connections, count) {
  const steps = STEPS.map(({ sql, returns }, index) => {
    const names = [];
    const text = sql.replace(/(?<!:):([a-z]\w*)/g, (_, name) => `$${names.push(name)}`);
    return { name: `step ${index}`, text, names, returns };
  });
  const clients = await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = new pg.Client({ connectionString: url, types: { getTypeParser: () => (text) => text } });
      await client.connect();
      return client;
    }),
  );
  try {
    let left = count;
    const started = performance.now();
    await Promise.all(
      clients.map(async (client) => {
        while ((left -= 1) >= 0) await submitted(client, steps);
      }),
    );
    return (1000 * count) / (performance.now() - started);
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function submitted(client, steps) {
  const known = {};
  for (const { name, text, names, returns } of steps) {
    const { rows } = await client.query({ name, text, values: names.map((one) => known[one]) });
    if (returns) Object.assign(known, rows[0]);
  }
}
