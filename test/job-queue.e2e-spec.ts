import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { giveAccount } from './support/billing.js';
import { register } from './support/resident.js';
import type { Client } from './support/client.js';
import { act, finished, hire, list, type Report, upload } from './support/office.js';
import { type Product, startProduct } from './support/product.js';
import { startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';

const run = promisify(execFile);

interface Row {
  id: string;
  state: string;
  error: string | null;
  started_at: Date | null;
}

let world: World;
let operator: Client;
let second: Product | undefined;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' }, { ownProcess: true });
  operator = await hire(world, 'queuer', 'operator', 'Очередина Ольга');
});
afterAll(async () => {
  await second?.stop();
  await world?.stop();
});
afterEach(async () => {
  await world?.database.query('DELETE FROM jobs');
});

/** Gives the office so many files to check at once; gives the ids in the order of the queue. */
async function press(times: number): Promise<string[]> {
  const form = 'imports/actions/loadMeters';
  const answers = await Promise.all(
    Array.from({ length: times }, (_, n) => upload(operator, form, `${n}.csv`, `account;meter\n${n};1\n`)),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  return (await jobs()).map(({ id }) => id);
}

function jobs(): Promise<Row[]> {
  return world.database.query<Row>('SELECT id, state, error, started_at FROM jobs ORDER BY created_at, id');
}

/** The processes of our jobs: others may test on this machine too. */
async function processes(ids: readonly string[]): Promise<{ pid: number; id: string }[]> {
  const { stdout } = await run('ps', ['-A', '-ww', '-o', 'pid=,args=']);
  return stdout.split('\n').flatMap((line) => {
    const [, pid, id] = /^\s*(\d+) .*cli\.js job (\S+)/.exec(line) ?? [];
    return id !== undefined && ids.includes(id) ? [{ pid: Number(pid), id }] : [];
  });
}

/** Watches until all are over; gives the most processes that were seen at once. */
async function watch(ids: readonly string[], within = 120_000): Promise<number> {
  const deadline = Date.now() + within;
  let most = 0;
  for (;;) {
    most = Math.max(most, (await processes(ids)).length);
    const rows = (await jobs()).filter(({ id }) => ids.includes(id));
    if (rows.every(({ state }) => state === 'done' || state === 'failed')) return most;
    if (Date.now() > deadline) throw new Error(`The queue stands still: ${JSON.stringify(rows)}`);
    await sleep(200);
  }
}

async function report(id: string): Promise<Report & { progress?: { text: string } }> {
  return JSON.parse((await operator.get(`/admin/api/resources/jobs/records/${id}/report`)).body) as Report;
}

describe('Ten presses at once', () => {
  it('start two processes, the rest waits in order, and everybody sees the place', async () => {
    const ids = await press(10);
    expect(ids).toHaveLength(10);
    const last = ids[9]!;
    // Those before it may be done while somebody looks; two that a process is being started for still count as queued.
    const queued = async () => (await jobs()).filter(({ state }) => state === 'queued').length;
    const [before, { busy, progress }, listed, after] = [
      await queued(),
      await report(last),
      await list(operator, 'jobs'),
      await queued(),
    ];
    expect(busy).toBe(true);
    const row = listed.find(({ id }) => id === last)!;
    expect(row['state']).toBe('queued');
    for (const place of [/^В очереди, (\d)-е место/.exec(progress!.text)![1], row['place']]) {
      expect(Number(place)).toBeLessThanOrEqual(before);
      expect(Number(place)).toBeGreaterThanOrEqual(after - 2);
      expect(Number(place)).toBeGreaterThan(0);
    }

    expect(await watch(ids)).toBe(2);
    const rows = await jobs();
    expect(rows.map(({ state, error }) => error ?? state)).toEqual(ids.map(() => 'done'));
    // Two neighbours may take their jobs in either order, nobody overtakes two.
    const begun = rows.map(({ started_at }) => started_at!.getTime());
    for (let n = 2; n < begun.length; n += 1) expect(begun[n]).toBeGreaterThan(begun[n - 2]!);
    expect(await finished(operator, `/admin/resources/jobs/records/${last}/show`)).toMatchObject({
      busy: false,
    });
  });

  it('start two processes of two instances too, and both instances work', async () => {
    second = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url });
    const ids = await press(6);
    expect(await watch(ids)).toBe(2);
    expect((await jobs()).map(({ state }) => state)).toEqual(ids.map(() => 'done'));
  });
});

describe('A queue', () => {
  it('outlives an instance that is killed and started anew', async () => {
    await second?.stop();
    second = undefined;
    const ids = await press(6);
    await eventually(async () => (await processes(ids)).length === 2);
    await world.product.kill();
    const waiting = (await jobs()).filter(({ state }) => state === 'queued').length;
    expect(waiting).toBeGreaterThanOrEqual(3);
    await world.product.start();
    expect(await watch(ids)).toBeLessThanOrEqual(2);
    expect((await jobs()).map(({ state }) => state)).toEqual(ids.map(() => 'done'));
  });

  it('outlives an instance that is killed for good: another one closes what it was doing and goes on', async () => {
    const ids = await press(5);
    const begun = await eventually(async () => {
      const found = await processes(ids);
      return found.length === 2 && found;
    });
    for (const { pid } of begun) process.kill(pid, 'SIGSTOP');
    second = await startProduct({ databaseUrl: world.database.url, smtpUrl: world.mail.url });
    await world.product.kill();
    const dying = begun.map(({ id }) => id);
    // As if both had taken their jobs and had worked until the machine was switched off, two minutes ago.
    await world.database.query(
      `UPDATE jobs SET state = 'running', started_at = now(), heartbeat_at = now() - interval '2 minutes' WHERE id = ANY ($1)`,
      [dying],
    );
    for (const { pid } of begun) process.kill(pid, 'SIGKILL');
    await watch(ids);
    const rows = await jobs();
    for (const { id, state, error } of rows) {
      expect([id, error ?? state]).toEqual([id, dying.includes(id) ? 'Прервано' : 'done']);
    }
    await second.stop();
    second = undefined;
    await world.product.start();
  });

  it('outlives a restart: what was not begun is begun afterwards', async () => {
    const ids = await press(5);
    await eventually(async () => (await processes(ids)).length === 2);
    await world.product.restart();
    await watch(ids);
    const rows = await jobs();
    expect(rows.slice(2).map(({ state }) => state)).toEqual(['done', 'done', 'done']);
    // What was running is interrupted and says so; what was only being started is begun anew.
    for (const { state, error } of rows.slice(0, 2)) expect(['done', 'Прервано']).toContain(error ?? state);
  });

  it('is left by who is taken out of it, and only while waiting', async () => {
    const ids = await press(4);
    const cancel = (id: string) => act(operator, `jobs/records/${id}/cancel`);
    expect(await cancel(ids[3]!)).toMatchObject({ message: 'Задание убрано из очереди.' });
    expect(await report(ids[3]!)).toMatchObject({ message: { text: 'Отменено. Ничего не изменилось.' } });
    expect((await cancel(ids[0]!)).status).toBe(409);
    await watch(ids);
    expect((await jobs()).map(({ error, state }) => error ?? state)).toEqual([
      'done',
      'done',
      'done',
      'Отменено',
    ]);
  });
});

describe('A job', () => {
  it('whose process starts slowly is not declared dead, and neither is one that waits for long', async () => {
    const ids = await press(3);
    const slow = await eventually(async () => {
      const found = await processes(ids);
      return found.length === 2 && found;
    });
    for (const { pid } of slow) process.kill(pid, 'SIGSTOP');
    try {
      // As if all of it had lasted an hour; a lease that nobody renews is over by then.
      await world.database.query(
        "UPDATE jobs SET created_at = created_at - interval '1 hour', heartbeat_at = heartbeat_at - interval '1 hour' WHERE state = 'queued'",
      );
      await sleep(20_000);
      const stopped = (await jobs()).filter(({ state }) => state === 'queued');
      expect(stopped.length).toBe(3);
      for (const { id } of stopped) expect((await report(id)).busy).toBe(true);
      expect((await report(ids[0]!)).progress!.text).toBe('Начинается');
      expect((await report(ids[2]!)).progress!.text).toMatch(/^В очереди, 1-е место/);
      expect(await processes(ids)).toHaveLength(2);
    } finally {
      for (const { pid } of slow) process.kill(pid, 'SIGCONT');
    }
    expect(await watch(ids)).toBe(2);
    expect((await jobs()).map(({ error, state }) => error ?? state)).toEqual(['done', 'done', 'done']);
  });

  it('whose process is killed before it has begun is begun anew', async () => {
    const ids = await press(1);
    const [child] = await eventually(async () => {
      const found = await processes(ids);
      return found.length > 0 && found;
    });
    process.kill(child!.pid, 'SIGKILL');
    await watch(ids);
    expect((await jobs()).map(({ error, state }) => error ?? state)).toEqual(['done']);
  });

  it('that is running and silent is found out, its process is ended, and the next one begins', async () => {
    const [first] = await press(1);
    const [child] = await eventually(async () => {
      const found = await processes([first!]);
      return found.length > 0 && found;
    });
    process.kill(child!.pid, 'SIGSTOP');
    // As if it had taken the job and then lost its strength.
    await world.database.query(
      "UPDATE jobs SET state = 'running', started_at = now(), heartbeat_at = now() - interval '2 minutes' WHERE id = $1",
      [first],
    );
    expect((await report(first!)).message!.text).toBe('Прервано. Ничего не изменилось.');
    await eventually(async () => (await processes([first!])).length === 0);
    await eventually(async () => (await jobs())[0]!.state === 'failed');
    const [, next] = await press(1);
    await watch([next!]);
    expect((await jobs()).map(({ error, state }) => error ?? state)).toEqual(['Прервано', 'done']);
  });

  it('that has committed is not called interrupted, at whatever moment it is told to stop', async () => {
    await register(world, 'irina');
    await giveAccount(world, 'irina', '4400000009');
    const rows = Array.from({ length: 1200 }, (_, n) => `4400000009;2026-11-02;${n + 1}.00`);
    const chief = await hire(world, 'chief', 'administrator', 'Анна Петровна');
    const file = `account;paid_on;amount\n${rows.join('\n')}\n`;
    const fields = { kind: 'payments', profile: [] };
    expect((await upload(chief, 'batches/actions/load', 'p.csv', file, fields)).status).toBe(200);
    const [checked] = await eventually(async () => {
      const found = await world.database.query<Row>(
        "SELECT * FROM jobs WHERE kind = 'load' AND state = 'done'",
      );
      return found.length > 0 && found;
    });
    const holder = new pg.Client({ connectionString: world.database.url });
    await holder.connect();
    // Rows may be written, statistics may not be gathered: the load stands still right behind its commit.
    await holder.query('BEGIN; LOCK TABLE accounts IN SHARE UPDATE EXCLUSIVE MODE');
    try {
      const started = await act(chief, `jobs/records/${checked!.id}/load`);
      expect(started.message).toBe('Файл загружается.');
      await eventually(async () => {
        const [{ n }] = (await world.database.query<{ n: number }>(
          'SELECT count(*)::int AS n FROM payments',
        )) as [{ n: number }];
        return n === 1200;
      });
      const ids = (await jobs()).map(({ id }) => id);
      for (const { pid } of await processes(ids)) process.kill(pid, 'SIGTERM');
      await eventually(async () => (await processes(ids)).length === 0);
      const [load] = await world.database.query<Row>(
        "SELECT * FROM jobs WHERE kind = 'load' ORDER BY created_at DESC LIMIT 1",
      );
      expect(load!.error ?? load!.state).toBe('done');
      expect(JSON.stringify(await report(load!.id))).not.toContain('Прервано');
    } finally {
      await holder.end();
    }
  });
});
