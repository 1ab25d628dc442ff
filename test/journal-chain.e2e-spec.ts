import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { DataSource } from 'typeorm';
import { Nameless } from '../src/audit/nameless.service.js';
import { Sealer } from '../src/audit/seals/sealer.js';
import { JournalVerify, type Verified } from '../src/audit/seals/verify.service.js';
import type { Config } from '../src/core/config.js';
import type { Log } from '../src/core/log.js';
import { Secrets } from '../src/core/secrets.js';
import { createDatabase, type Database } from './support/database.js';

const SECRET = 'a secret of this suite, which seals the journal';
const USER = '0b8f7c9e-2f57-4f0a-9a6e-6a1b2c3d4e5f';

let database: Database;
let source: DataSource;
let sealer: Sealer;
let verify: JournalVerify;

beforeAll(async () => {
  database = await createDatabase();
  source = await new DataSource({ type: 'postgres', url: database.url }).initialize();
  const secrets = new Secrets(SECRET);
  sealer = new Sealer(source, { background: false } as Config, secrets, {} as Log);
  verify = new JournalVerify(source, secrets);
});
afterAll(async () => {
  await source?.destroy();
  await database?.drop();
});

const write = (count: number, on: { query(sql: string, values?: unknown[]): Promise<unknown> } = database) =>
  on.query(
    `INSERT INTO audit_events (actor_kind, actor_id, actor_name, action, object_kind, object_id, details, ip)
     SELECT 'resident', $2::uuid, 'irina', 'user.viewed', 'user', $2, jsonb_build_object('phone', '+7902' || n), '10.0.0.0'
     FROM generate_series(1, $1::int) n`,
    [count, USER],
  );

/** Numbers, transactions, the seal: three looks, and two more where the numbers of before are still under way. */
async function seal(): Promise<string | undefined> {
  for (let look = 0; look < 6; look += 1) {
    const made = await sealer.step();
    if (made !== undefined) return made;
  }
  return undefined;
}

/** Changes the database as somebody who owns it can, looks, and takes it back. */
async function after(...sql: string[]): Promise<Verified> {
  const client = source.createQueryRunner();
  await client.startTransaction();
  try {
    await client.query('SET LOCAL session_replication_role = replica');
    for (const one of sql) await client.query(one);
    const secrets = new Secrets(SECRET);
    return await new JournalVerify(
      { query: client.query.bind(client) } as unknown as DataSource,
      secrets,
    ).run();
  } finally {
    await client.rollbackTransaction();
    await client.release();
  }
}

describe('The chain over the journal', () => {
  it('is empty before the first seal, and says what waits', async () => {
    await write(3);
    expect(await verify.run()).toMatchObject({ seals: 0, unsealed: 3, breaks: [] });
  });

  it('seals what was written, goes on, and holds', async () => {
    expect(await seal()).toBe('1');
    await write(2);
    expect(await seal()).toBe('2');
    expect(await verify.run()).toMatchObject({ seals: 2, lines: 5, unsealed: 0, breaks: [] });
    expect(await seal()).toBeUndefined();
  });

  it('waits for lines whose numbers were given out before they are committed', async () => {
    const slow = new pg.Client({ connectionString: database.url });
    await slow.connect();
    await slow.query('BEGIN');
    await write(1, slow);
    await write(1);
    expect(await seal()).toBeUndefined();
    expect(await seal()).toBeUndefined();
    await slow.query('COMMIT');
    await slow.end();
    expect(await seal()).toBe('3');
    expect(await verify.run()).toMatchObject({ lines: 7, unsealed: 0, breaks: [] });
  });

  it('is made by one instance at a time, however many look', async () => {
    await write(4);
    for (let look = 0; look < 6; look += 1) {
      await Promise.all([sealer.step(), sealer.step(), sealer.step()]);
      await sleep(1);
    }
    const found = await verify.run();
    expect(found).toMatchObject({ seals: 4, lines: 11, breaks: [] });
  });

  it('holds when names are erased, and tells of names that were erased without an act', async () => {
    const nameless = new Nameless(new Secrets(SECRET));
    // of whom it is true, or the database refuses
    const forget = () => source.transaction((tx) => nameless.forget(tx, USER));
    await expect(forget()).rejects.toThrow('the journal only grows');
    await database.query(
      `INSERT INTO users (id, public_no, login, login_key, email, email_key, first_name, middle_name, last_name, phone, status, removed_at, password_changed_at)
       VALUES ($1::uuid, 1, 'удалён', $1::text, '', '', '', '', 'Удалённый житель', '', 'blocked', now(), now())`,
      [USER],
    );
    expect(await forget()).toBe(11);
    const [left] = await database.query(
      'SELECT count(*)::int AS named FROM audit_events WHERE actor_name IS NOT NULL OR ip IS NOT NULL OR details <> $1',
      ['{}'],
    );
    expect(left).toEqual({ named: 0 });
    const { breaks } = await verify.run();
    expect(breaks).toHaveLength(11);
    expect(breaks[0]).toMatch(/обезличена, а данные этого жителя не уничтожались/);
    await database.query(
      "INSERT INTO audit_events (actor_kind, action, object_kind, object_id) VALUES ('system', 'user.erased', 'user', $1)",
      [USER],
    );
    expect(await seal()).toBe('5');
    expect(await verify.run()).toMatchObject({ seals: 5, lines: 12, breaks: [] });
  });

  it.each([
    ["UPDATE audit_events SET action = 'user.blocked' WHERE id = 4", /изменены: .* с 4 по 5, печать 2/],
    ["UPDATE audit_events SET personal_mac = '\\x00' WHERE id = 2", /изменены: .* с 1 по 3, печать 1/],
    ["UPDATE audit_events SET at = at + interval '1 microsecond' WHERE id = 1", /изменены/],
    ['DELETE FROM audit_events WHERE id = 5', /меньше: .* с 4 по 5/],
    [
      "INSERT INTO audit_events (id, actor_kind, action) OVERRIDING SYSTEM VALUE VALUES (-1, 'system', 'x')",
      /лишняя/,
    ],
    ['DELETE FROM audit_seals WHERE no = 2', /нет печати 2/],
    ["UPDATE audit_seals SET mac = sha256('x') WHERE no = 3", /изменены: .*печати с 3 по 4$/],
    ['DELETE FROM audit_seals WHERE no = 1', /нет печати 1/],
  ])('notices «%s»', async (sql, words) => {
    const { breaks } = await after(sql);
    expect(breaks.join('\n')).toMatch(words);
  });

  it('tells each of several breaks and goes on after it', async () => {
    const { breaks, seals } = await after(
      "UPDATE audit_events SET action = 'user.blocked' WHERE id = 1",
      'DELETE FROM audit_events WHERE id = 5',
      'DELETE FROM audit_seals WHERE no = 3',
      "UPDATE audit_events SET at = at + interval '1 microsecond' WHERE id = 12",
    );
    expect(breaks).toEqual([
      expect.stringMatching(/изменены: .* с 1 по 3, печать 1/),
      expect.stringMatching(/меньше: .* с 4 по 5, печать 2/),
      'нет печати 3',
      expect.stringMatching(/изменены: .*печать 5/),
    ]);
    expect(seals).toBe(4);
  });

  it('does not hold under another secret', async () => {
    const { breaks } = await new JournalVerify(source, new Secrets(`${SECRET}!`)).run();
    expect(breaks).toEqual([expect.stringMatching(/изменены: .* с 1 по 12, печати с 1 по 5$/)]);
  });
});
