import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { cli, productEnvironment } from './support/command.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let running: pg.Client;

beforeAll(async () => {
  world = await startWorld();
  running = await connect(world.database.url);
});
afterAll(async () => {
  await running?.end();
  await world?.stop();
});

/** As the product connects. */
async function connect(url: string): Promise<pg.Client> {
  const { DATABASE_URL } = productEnvironment({ DATABASE_URL: url });
  const client = new pg.Client({ connectionString: DATABASE_URL });
  await client.connect();
  return client;
}

describe('A product that runs as another role than the owner of its tables', () => {
  it('does its work', async () => {
    await register(world, 'resident');
    const resident = await signIn(world, 'resident');
    expect((await resident.get('/profile')).status).toBe(200);
    const { rows } = await running.query<{ owns: boolean }>(
      "SELECT pg_has_role(relowner, 'MEMBER') AS owns FROM pg_class WHERE oid = 'audit_events'::regclass",
    );
    expect(rows).toEqual([{ owns: false }]);
    const [seen] = await world.database.query<{ count: string }>(
      'SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = $1',
      [process.env.TEST_RUNNING_ROLE],
    );
    expect(Number(seen!.count)).toBeGreaterThan(1);
  });

  it.each([
    "UPDATE audit_events SET action = 'user.viewed'",
    'DELETE FROM audit_events',
    'TRUNCATE audit_events',
    'ALTER TABLE audit_events DISABLE TRIGGER ALL',
    "UPDATE audit_seals SET mac = sha256('x')",
    'DELETE FROM audit_seals',
    'TRUNCATE audit_seals',
    "SET session_replication_role = 'replica'",
    'DROP FUNCTION only_nameless CASCADE',
    'CREATE OR REPLACE FUNCTION only_nameless() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$',
    'CREATE TABLE mine ()',
    'DELETE FROM migrations',
    'ALTER TABLE users ADD COLUMN mine text',
  ])('cannot «%s»', async (sql) => {
    await expect(running.query(sql)).rejects.toThrow(/permission denied|must be owner/);
  });

  it('can take nothing out of a line but names, and those once', async () => {
    await expect(
      running.query(
        'UPDATE audit_events SET details = \'{"made": "up"}\', salt = NULL, personal_mac = sha256(\'x\')',
      ),
    ).rejects.toThrow('the journal only grows');
  });

  it('can take them out of lines about residents whose login was removed, and nobody comes back from that', async () => {
    const empty = `UPDATE audit_events SET actor_name = NULL, ip = NULL, details = '{}', salt = NULL, personal_mac = sha256('x')
      WHERE actor_kind = 'resident'`;
    await expect(running.query(empty)).rejects.toThrow('the journal only grows');
    await expect(
      running.query("UPDATE users SET removed_at = now(), status = 'blocked' WHERE login = 'resident'"),
    ).rejects.toThrow('users_removed');
    await running.query('BEGIN');
    try {
      // a table of the role's own, under the same name, is not asked
      await running.query(
        'CREATE TEMP TABLE users ON COMMIT DROP AS SELECT id, now() AS removed_at FROM public.users',
      );
      await expect(running.query(empty)).rejects.toThrow('the journal only grows');
    } finally {
      await running.query('ROLLBACK');
    }
    const erase = `UPDATE users SET removed_at = now(), status = 'blocked', email = '', phone = '', first_name = '',
      middle_name = '', password_hash = NULL WHERE login = 'resident'`;
    await running.query('BEGIN');
    try {
      await running.query(erase);
      await expect(running.query(empty)).resolves.toBeDefined();
      await expect(running.query('UPDATE users SET removed_at = NULL')).rejects.toThrow('stays so');
    } finally {
      await running.query('ROLLBACK');
    }
  });

  it('can lock rows that it reads through a view, and cannot write through one over the journal', async () => {
    await expect(running.query('SELECT id FROM residents FOR SHARE')).resolves.toBeDefined();
    await world.database.query('CREATE VIEW journal_lines AS SELECT * FROM audit_events');
    await world.database.query('CREATE VIEW newest_lines AS SELECT * FROM journal_lines');
    await world.product.restart();
    await expect(running.query('SELECT id FROM newest_lines')).resolves.toBeDefined();
    await expect(running.query('DELETE FROM newest_lines')).rejects.toThrow('permission denied');
    await expect(running.query("UPDATE newest_lines SET ip = ''")).rejects.toThrow('permission denied');
  });

  it('renews the statistics of tables after a load through their owner', async () => {
    await running.query("SELECT analyze_tables('{houses,units}')");
    const analyzed = () =>
      world.database.query(
        "SELECT relname FROM pg_stat_user_tables WHERE relname IN ('houses', 'units') AND last_analyze IS NOT NULL",
      );
    expect(await analyzed()).toHaveLength(2);
  });

  it('gets back what it needs, and loses what it must not have, at the next start', async () => {
    const role = process.env.TEST_RUNNING_ROLE!;
    await world.database.query(`REVOKE SELECT ON users FROM ${role}; GRANT ALL ON audit_events TO ${role}`);
    await world.product.restart();
    await expect(running.query('SELECT count(*) FROM users')).resolves.toBeDefined();
    await expect(running.query('DELETE FROM audit_events')).rejects.toThrow('permission denied');
    await expect(running.query('UPDATE audit_events SET details = \'{"made": "up"}\'')).rejects.toThrow(
      'the journal only grows',
    );
  });

  it('starts without the password of the owner where there is nothing to migrate', async () => {
    const { DATABASE_URL } = productEnvironment({ DATABASE_URL: world.database.url });
    await world.product.restart({ DATABASE_URL });
    expect((await (await signIn(world, 'resident')).get('/profile')).status).toBe(200);
  });

  it.each([
    ['owns the tables', '', 'attention'],
    ['owns none', undefined, 'good'],
  ])('in production is told of by the doctor where it %s', async (_what, DATABASE_OWNER_URL, state) => {
    const { stdout } = await cli(['doctor', '--json'], {
      ...{ DATABASE_URL: world.database.url, DATABASE_OWNER_URL, NODE_ENV: 'production' },
      ...{ SMTP_URL: world.mail.url, PUBLIC_URL: world.product.url },
      ...{ COMPANY_NAME: 'УК «Пример»', COMPANY_LEGAL_NAME: 'ООО «Пример»', COMPANY_INN: '3800000005' },
      ...{ COMPANY_PHONE: '8 (3952) 599-018', COMPANY_ADDRESS: 'Примерная, 10' },
      COMPANY_EMAIL: 'uk@example.test',
    });
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; todo?: string }[] };
    const check = checks.find(({ id }) => id === 'database');
    expect(check?.state).toBe(state);
    expect(check?.todo?.includes('DATABASE_OWNER_URL') ?? false).toBe(state === 'attention');
  });
});
