import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { half } from './support/authenticator.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { enterOffice, hire, list, loadDemo, STAFF_PASSWORD, todo } from './support/office.js';
import { officeOf, sendCode } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let chief: Client;
const { withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

describe('A sign-in to the office from a device for the first time', () => {
  it('is told to its person by letter, but for the first of all', async () => {
    const client = await hire(world, 'two-desks', 'operator', 'Столов Пётр');
    const to = 'two-desks@example.test';
    await world.mail.noLetter({ to, within: 400 });
    await enterOffice(world, 'two-desks', STAFF_PASSWORD);
    const letter = await world.mail.waitForLetter({
      to,
      subject: 'Вход в кабинет офиса с нового устройства',
    });
    expect(letter.text).toMatch(
      /Когда: .+\nУстройство: .+\nКак: пароль\nСеть: 127\.0\.0\.0\nЛогин: two-desks/,
    );
    expect(letter.text).toContain('сразу скажите администратору портала');
    await (await client.get('/staff/logout')).form('/staff/logout').submit({});
    const form = (await client.get('/staff/login')).form('/staff/login');
    expect((await form.submit({ login: 'two-desks', password: STAFF_PASSWORD })).status).toBe(303);
    await world.mail.noLetter({ to, within: 400 });
  });
});

describe('Those who failed to come in', () => {
  it('are told at the next sign-in with their number: wrong passwords and wrong codes, of strangers alone', async () => {
    const { app, login } = await withApp('tried-office');
    const stranger = world.visitor('127.61.0.2');
    const form = (await stranger.get('/staff/login')).form('/staff/login');
    for (const password of ['догадка раз', 'догадка два']) {
      expect((await form.submit({ login, password })).status).toBe(422);
    }
    expect((await sendCode(await half(stranger, login), '000000')).status).toBe(422);
    const visitor = world.visitor();
    expect((await sendCode(await half(visitor, login), await app.code())).status).toBe(303);
    expect((await visitor.get('/office')).text).toContain(
      'До вашего входа было 3 неудачные попытки войти под вашим логином',
    );
    expect((await todo(visitor)).filter(({ href }) => href.startsWith('/staff/'))).toEqual([
      expect.objectContaining({
        what: expect.stringContaining('3 неудачные попытки'),
        href: '/staff/password',
      }),
    ]);
    const lines = await list(chief, 'staff-sign-ins', `?filters.login=${login}`);
    expect(lines[0]).toMatchObject({ failedBefore: '3', way: 'code', newDevice: 'true' });
  });

  it('are counted when a limit has stopped them, too, each of them, passwords and codes', async () => {
    const { app, login } = await withApp('stopped-office');
    const form = (await world.visitor('127.61.0.3').get('/staff/login')).form('/staff/login');
    const statuses: number[] = [];
    for (let guess = 1; guess <= 14; guess += 1) {
      statuses.push((await form.submit({ login, password: `догадка ${guess}` })).status);
    }
    expect(statuses.filter((status) => status === 429)).toHaveLength(4);
    const page = await half(world.visitor('127.61.0.4'), login);
    for (let guess = 1; guess <= 6; guess += 1) statuses.push((await sendCode(page, '000000')).status);
    expect(statuses.slice(14)).toEqual([422, 422, 422, 422, 422, 429]);
    await eventually(async () => {
      const [row] = await world.database.query<{ count: number }>(
        'SELECT c.count FROM stopped_staff_sign_ins c JOIN staff s ON s.id = c.staff_id WHERE s.login = $1',
        [login],
      );
      return row?.count === 5;
    });
    await world.database.query("DELETE FROM rate_limits WHERE key LIKE 'totp%'");
    const visitor = world.visitor();
    expect((await sendCode(await half(visitor, login), await app.code())).status).toBe(303);
    expect((await visitor.get('/office')).text).toContain('До вашего входа было 20 неудачных попыток войти');
    expect(await world.database.query('SELECT FROM stopped_staff_sign_ins')).toHaveLength(0);
  });
});

describe('«Входы сотрудников»', () => {
  it('is for administrators: who, when, how, from what', async () => {
    const clerk = await hire(world, 'looked-at', 'operator', 'Видный Олег');
    const lines = await list(chief, 'staff-sign-ins', '?filters.login=looked-at');
    expect(lines).toEqual([
      expect.objectContaining({
        name: 'Видный Олег',
        way: 'password',
        newDevice: 'false',
        failedBefore: '0',
      }),
    ]);
    expect((await clerk.get('/admin/api/resources/staff-sign-ins/actions/list')).status).not.toBe(200);
  });
});
