import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:net';
import pg from 'pg';
import { Client } from './support/client.js';
import { cli, type CommandResult, runMain, type Settings } from './support/command.js';
import { createDatabase, type Database } from './support/database.js';
import { type FakeAnswers, startFakePostgres } from './support/fake-postgres.js';
import { eventually } from './support/eventually.js';
import { startProduct } from './support/product.js';

const SMTP_URL = 'smtp://127.0.0.1:9';
const FAKE: FakeAnswers = { version: '160003', encoding: 'UTF8', pid: String };

let database: Database;
let server: pg.Client;
let taken: Server;
const names: string[] = [];
let pids = 0;

beforeAll(async () => {
  database = await createDatabase();
  server = new pg.Client(database.url);
  await server.connect();
  taken = createServer();
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  taken?.close();
  for (const name of names) await server?.query(`DROP DATABASE ${name} WITH (FORCE)`);
  await server?.query(`DROP ROLE IF EXISTS ${database?.name}_guest, ${database?.name}_nologin`);
  await server?.end();
  await database?.drop();
});

/** Starts the product with settings that it cannot work with. */
async function refusal(settings: Settings, start = runMain): Promise<CommandResult & { seconds: number }> {
  const began = Date.now();
  const result = await start({ DATABASE_URL: database.url, SMTP_URL, ...settings });
  return { ...result, seconds: (Date.now() - began) / 1000 };
}

/** The only line that is none of the log. */
function oneLine({ code, output }: CommandResult, name: string): string {
  const lines = output.split('\n').filter((line) => line !== '' && !line.startsWith('{"level":'));
  expect(lines).toEqual([expect.stringMatching(new RegExp(`^Setting ${name}: [^\\n]+\\.$`))]);
  expect(output).not.toContain('\u001b');
  expect(code).toBe(1);
  return lines[0]!;
}

function at(change: (url: URL) => void): string {
  const url = new URL(database.url);
  change(url);
  return url.href;
}

async function encoded(encoding: string, locale: string): Promise<string> {
  const name = `${database.name}_${encoding.toLowerCase()}`;
  await server.query(
    `CREATE DATABASE ${name} ENCODING '${encoding}' LC_COLLATE '${locale}' LC_CTYPE '${locale}' LOCALE_PROVIDER libc TEMPLATE template0`,
  );
  names.push(name);
  return at((url) => (url.pathname = `/${name}`));
}

describe('An administrator who gives a wrong address of the database is told in one line', () => {
  it('that there is no such host, soon', async () => {
    const found = await refusal({ DATABASE_URL: 'postgres://kabinet:word@no-such-host.invalid/portal' });
    expect(oneLine(found, 'DATABASE_URL')).toContain('no-such-host.invalid');
    expect(found.output).not.toContain('word');
    expect(found.seconds).toBeLessThan(25);
  });

  it('that nobody listens there, after the time that a database may need to start', async () => {
    const DATABASE_URL = 'postgres://kabinet@127.0.0.1:9/portal';
    const both = await Promise.all([
      refusal({ DATABASE_URL }),
      refusal({ DATABASE_URL }, (settings) => cli(['migrate'], settings)),
    ]);
    for (const found of both) expect(oneLine(found, 'DATABASE_URL')).toContain('127.0.0.1:9');
  });

  it('that the user, the database or TLS is not there', async () => {
    const guest = `${database.name}_nologin`;
    await server.query(`CREATE ROLE ${guest} NOLOGIN`);
    const nologin = await refusal({ DATABASE_URL: at((url) => (url.username = guest)) });
    expect(oneLine(nologin, 'DATABASE_URL')).toContain(guest);
    const missing = await refusal({ DATABASE_URL: at((url) => (url.pathname = '/no_such_database')) });
    expect(oneLine(missing, 'DATABASE_URL')).toContain('no_such_database');
    const plain = await refusal({ DATABASE_URL: at((url) => (url.search = '?sslmode=require')) });
    expect(oneLine(plain, 'DATABASE_URL')).toContain('sslmode');
  });

  it('that the user must own the database, also by a command', async () => {
    const guest = `${database.name}_guest`;
    await server.query(`CREATE ROLE ${guest} LOGIN PASSWORD 'guest'`);
    const name = `${database.name}_foreign`;
    await server.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    names.push(name);
    const DATABASE_URL = at((url) =>
      Object.assign(url, { pathname: `/${name}`, username: guest, password: 'guest' }),
    );
    for (const start of [runMain, (settings: Settings) => cli(['migrate'], settings)]) {
      expect(oneLine(await refusal({ DATABASE_URL }, start), 'DATABASE_URL')).toContain('permission denied');
    }
  });

  it('that the encoding must be UTF8', async () => {
    const settings = await encoded('SQL_ASCII', 'C');
    expect(oneLine(await refusal({ DATABASE_URL: settings }), 'DATABASE_URL')).toContain('SQL_ASCII');
    const koi8 = await encoded('KOI8R', 'C');
    expect(oneLine(await refusal({ DATABASE_URL: koi8 }), 'DATABASE_URL')).toContain('KOI8R');
  });

  it.each<[string, Partial<FakeAnswers>, string]>([
    ['PostgreSQL is too old', { version: '130014' }, 'PostgreSQL 13'],
    ['a pooler gives both connections one server process', { pid: () => '7' }, 'transaction mode'],
    [
      'a pooler changes the server process under a connection',
      { pid: () => String((pids += 1)) },
      'transaction mode',
    ],
    ['a pooler knows no timeouts', { refuses: 'statement_timeout' }, 'session mode'],
  ])('that %s', async (_, answers, word) => {
    const fake = await startFakePostgres({ ...FAKE, ...answers });
    try {
      expect(oneLine(await refusal({ DATABASE_URL: fake.url }), 'DATABASE_URL')).toContain(word);
    } finally {
      await fake.stop();
    }
  });
});

describe('An administrator who gives a wrong place to listen at is told in one line', () => {
  it('that the port is taken, or the address is none of this machine', async () => {
    const { port } = taken.address() as { port: number };
    const busy = await refusal({ PORT: String(port) });
    expect(oneLine(busy, 'PORT')).toContain(String(port));
    for (const HOST of ['192.0.2.1', 'no-such-host.invalid']) {
      expect(oneLine(await refusal({ HOST }), 'HOST')).toContain(HOST);
    }
  });
});

describe('A database whose statements may take no longer than a page may', () => {
  it('is brought up to date all the same', async () => {
    const hasty = await createDatabase({ empty: true });
    await hasty.query(`ALTER DATABASE ${hasty.name} SET statement_timeout = '2ms'`);
    await hasty.query(`ALTER DATABASE ${hasty.name} SET lock_timeout = '2ms'`);
    const found = await cli(['migrate'], { DATABASE_URL: hasty.url, SMTP_URL: 'smtp://127.0.0.1:9' });
    await hasty.drop();
    expect([found.code, found.output]).toEqual([0, expect.not.stringContaining('timeout')]);
  });
});

describe('An instance that is told to stop', () => {
  it('tells the proxy first, and goes on answering until the proxy has found out', async () => {
    const env = { STOP_DELAY_SECONDS: '3' };
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: SMTP_URL, env });
    const visitor = new Client(product.url);
    expect((await visitor.get('/health/ready')).status).toBe(200);
    const stopped = product.stop();
    await eventually(async () => (await visitor.get('/health/ready', { outage: true })).status === 503);
    expect((await visitor.get('/')).status).toBe(200);
    expect((await visitor.get('/health/live')).status).toBe(200);
    expect(await stopped).toBe(0);
  });
});

describe('The log', () => {
  it('is JSON from the first line to the last, and tells of the signal that ends the product', async () => {
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: SMTP_URL });
    await product.stop();
    const lines = product.output().trim().split('\n');
    expect(product.log()).toHaveLength(lines.length);
    expect(product.log().filter(({ msg }) => msg === 'stopping on SIGTERM')).toHaveLength(1);
  });

  it('warns once when fewer proxies stand there than are believed', async () => {
    const env = { TRUST_PROXY: '2' };
    const product = await startProduct({ databaseUrl: database.url, smtpUrl: SMTP_URL, env });
    const warnings = () => product.log().filter(({ msg }) => String(msg).startsWith('Setting TRUST_PROXY: '));
    const come = (through: string) =>
      new Client(product.url).get('/', { headers: { 'x-forwarded-for': through } });
    await new Client(product.url).get('/health/live');
    await come('198.51.100.7, 127.0.0.1');
    expect(warnings()).toHaveLength(0);
    await come('198.51.100.7');
    await come('198.51.100.8');
    await product.waitForLog(({ msg }) => String(msg).startsWith('Setting TRUST_PROXY: 2 proxies'));
    await product.stop();
    expect(warnings()).toHaveLength(1);
  });
});
