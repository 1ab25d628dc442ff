import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { accountId, act, enterOffice, hire, list, loadDemo } from './support/office.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let chief: Client;
let operator: Client;

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
  operator = await hire(world, 'the-clerk', 'operator', 'Пётр Клерков', chief);
  await register(world, 'irina');
});
afterAll(() => world?.stop());

/** Lines of the journal, once there are as many; some are written just after the answer. */
async function lines(action: string, most = 1): Promise<Record<string, string>[]> {
  for (let attempt = 0; attempt < 40; attempt += 1) {
    const found = await list(chief, 'audit', `?filters.action=${action}`);
    if (found.length >= most) return found;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return list(chief, 'audit', `?filters.action=${action}`);
}

async function tryOffice(login: string, password: string): Promise<number> {
  const form = (await world.visitor('127.0.0.31').get('/staff/login')).form('/staff/login');
  return (await form.submit({ login, password })).status;
}

describe('The journal', () => {
  it('knows who of the office was tried, and never what was typed', async () => {
    expect(await tryOffice('the-clerk', 'секретный-пароль-1')).toBe(422);
    expect(await tryOffice('секретный-пароль-2', 'секретный-пароль-3')).toBe(422);
    const found = await lines('staff.sign-in-failed', 2);
    expect(found.map(({ object, details }) => [object, details])).toEqual([
      [null, 'неизвестный логин'],
      ['Пётр Клерков', 'неверный пароль'],
    ]);
    const rows = await world.database.query<{ row: string }>(
      'SELECT audit_events::text AS row FROM audit_events',
    );
    expect(JSON.stringify(rows)).not.toContain('секретный-пароль');
  });

  it('knows who opened the card of a resident, once for a while', async () => {
    const [{ id }] = (await list(operator, 'residents', '?filters.login=irina')) as [{ id: string }];
    for (let time = 0; time < 3; time += 1) {
      expect((await operator.get(`/admin/api/resources/residents/records/${id}/show`)).status).toBe(200);
    }
    const found = await lines('user.viewed');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ actor: 'Пётр Клерков', object: 'irina' });
  });

  it('knows what somebody of the office was refused, and cannot be flooded with it', async () => {
    for (let time = 0; time < 40; time += 1) {
      expect((await act(operator, 'staff/actions/create', {})).status).toBe(403);
    }
    const found = await lines('staff.refused', 25);
    const [{ count }] = (await world.database.query<{ count: string }>(
      "SELECT count(*) FROM audit_events WHERE action = 'staff.refused'",
    )) as [{ count: string }];
    expect(Number(count)).toBeLessThanOrEqual(30);
    expect(found[0]).toMatchObject({ actor: 'Пётр Клерков', details: 'нет права' });
  });

  it('says who was unlinked, and from which request', async () => {
    const account = await accountId(world, 20);
    await world.database.query(
      "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'irina'",
      [account],
    );
    const [link] = (await list(operator, 'links', `?filters.account~~id=${account}`)) as [{ id: string }];
    const done = await act(operator, `links/records/${link.id}/unlink`, { reason: 'Продала квартиру' });
    expect(done.status).toBe(200);
    const [line] = (await lines('account.unlinked')) as [Record<string, string>];
    expect(line['details']).toBe('Белова Ирина Петровна, логин irina');
    const [row] = await world.database.query<{ request_id: string }>(
      "SELECT request_id FROM audit_events WHERE action = 'account.unlinked'",
    );
    for (let attempt = 0; attempt < 20 && !world.product.output().includes(row!.request_id); attempt += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    expect(world.product.output()).toContain(`"id":"${row!.request_id}"`);
  });

  it('knows of a login whose guessing a limit has stopped, once', async () => {
    const thief = world.visitor('127.0.0.32');
    for (let guess = 0; guess < 14; guess += 1) {
      await (
        await thief.get('/auth/')
      )
        .form('/auth/login')
        .submit({ login: 'irina', password: `guess ${guess}` });
    }
    const found = await lines('user.sign-in-stopped');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({ object: 'irina' });
  });

  it('gives each sign-in the number of its request', async () => {
    await signIn(world, 'irina', world.visitor('127.0.0.33')).catch(() => undefined);
    const rows = await world.database.query<{ action: string; request_id: string | null }>(
      "SELECT action, request_id FROM audit_events WHERE actor_kind <> 'system' AND request_id IS NULL",
    );
    expect(rows.filter(({ action }) => /signed|sign-in|viewed|refused|linked/.test(action))).toEqual([]);
  });

  it('knows what a resident was refused, and cannot be flooded with it', async () => {
    await register(world, 'refused');
    const visitor = await signIn(world, 'refused');
    for (let time = 0; time < 35; time += 1) {
      expect((await visitor.post('/profile/name', {})).status).toBe(403);
    }
    const found = await lines('user.refused', 10);
    expect(found[0]).toMatchObject({ object: 'refused' });
    const [row] = await world.database.query<{ count: number; statuses: number[] }>(
      `SELECT count(*)::int AS count, array_agg(DISTINCT (details->>'status')::int) AS statuses
       FROM audit_events WHERE action = 'user.refused'`,
    );
    expect(row).toEqual({ count: 30, statuses: [403] });
  });

  it('gives each line of a resident the number of the request, which the log has too', async () => {
    await register(world, 'numbered');
    const visitor = world.visitor();
    await (
      await visitor.get('/auth/?forgot_password=yes')
    )
      .form('/auth/recovery')
      .submit({ login: 'numbered' });
    const letter = await world.mail.waitForLetter({
      to: 'numbered@example.test',
      subject: 'Запрос на смену пароля',
    });
    const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
    const fields = { password: 'облако и сито 9', repeat: 'облако и сито 9' };
    await (await visitor.get(link)).form('/auth/password').submit(fields);
    const told = await world.database.query<{ action: string; number: string | null }>(
      `SELECT e.action, e.request_id AS number FROM audit_events e JOIN users u ON u.id::text = e.object_id
       WHERE u.login = 'numbered' ORDER BY e.id`,
    );
    expect(told.map(({ action }) => action)).toEqual([
      'user.registered',
      'user.confirmed',
      'user.recovery-asked',
      'user.password-changed',
    ]);
    for (const { number } of told) {
      expect(number).not.toBeNull();
      await world.product.waitForLog(({ id }) => id === number);
    }
  });
});
