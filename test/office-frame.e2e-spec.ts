import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import {
  ACCOUNTANTS,
  ADMINISTRATORS,
  ALL_STAFF,
  CLERKS,
  DISPATCHERS,
  OPERATORS,
  STAFF_ROLES,
} from '../src/panel/person.js';
import type { HTMLElement } from 'node-html-parser';
import type { Client } from './support/client.js';
import { plain } from './support/html.js';
import { act, enterOffice, hire, list, loadDemo, STAFF_PASSWORD } from './support/office.js';
import { register, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const ROLES = ['operator', 'dispatcher', 'accountant', 'moderator', 'administrator'] as const;
const NOBODY_HAS = '00000000-0000-4000-8000-000000000000';

let world: World;
let chief: Client;
let dispatcher: Client;

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
  dispatcher = await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  await register(world, 'resident');
});
afterAll(() => world?.stop());

/** The lines of the office's menu on a page; none where it has no such menu. */
function menuOf(page: { html: HTMLElement }): string[] {
  return page.html
    .querySelectorAll('nav[aria-label="Разделы"] li a')
    .map((line) => plain(line.childNodes[0]!.text));
}

/** Sends a form of the office with the token of a page of its own. */
async function send(client: Client, path: string, fields: Record<string, string> = {}) {
  const page = await client.get('/office');
  return client.post(path, { _csrf: page.form('/office/sign-out').value('_csrf')!, ...fields });
}

describe('A page of the office', () => {
  it('leads whoever is not signed in through the sign-in and back to itself', async () => {
    const stranger = world.visitor();
    const sent = await stranger.get('/office?page=2&name=Ivanov');
    expect([sent.status, sent.location]).toEqual([303, '/staff/login?next=%2Foffice%3Fpage%3D2']);
    const form = (await stranger.get(sent.location!)).form('/staff/login');
    const answer = await form.submit({ login: 'sedova', password: STAFF_PASSWORD });
    expect([answer.status, answer.location]).toEqual([303, '/office?page=2']);
    expect((await stranger.get(answer.location!)).status).toBe(200);
  });

  it('is where everybody of the office begins, whatever their role, and tells who is signed in', async () => {
    for (const [role, word] of Object.entries(STAFF_ROLES)) {
      await hire(world, `begins-${role}`, role, 'Инна Начальная');
      const sent = (await world.visitor().get('/staff/login')).form('/staff/login');
      const page = await sent.submit({ login: `begins-${role}`, password: STAFF_PASSWORD });
      expect([role, page.location]).toEqual([role, '/office']);
      const first = await page.follow();
      expect(first.heading).toBe('Сегодня');
      expect(first.text).toContain(`Инна Начальная, ${word.toLowerCase()}`);
    }
  });

  it('opens nothing to the cookie of a resident, nor tells them which pages there are', async () => {
    const resident = await signIn(world, 'resident');
    for (const path of ['/office', '/office/nothing', '/Office']) {
      const page = await resident.get(path);
      expect([path, page.status, page.location?.split('?')[0]]).toEqual([path, 303, '/staff/login']);
    }
  });

  it('knows no resident, who stays signed in beside somebody of the office', async () => {
    const both = await signIn(world, 'resident');
    const form = (await both.get('/staff/login')).form('/staff/login');
    await form.submit({ login: 'sedova', password: STAFF_PASSWORD });
    expect((await both.get('/office')).status).toBe(200);
    expect((await both.get('/accounts')).status).toBe(200);
    expect((await send(both, '/office/sign-out')).location).toBe('/staff/login');
    expect((await both.get('/office')).status).toBe(303);
    expect((await both.get('/accounts')).status).toBe(200);
  });

  it('waits for an own password in place of the one-time one', async () => {
    const { result } = await act(chief, 'staff/actions/create', {
      login: 'newcomer',
      email: 'newcomer@example.test',
      role: 'dispatcher',
      name: 'Нина Новая',
    });
    const current = result!.words![0]!.value;
    const newcomer = await enterOffice(world, 'newcomer', current);
    for (const method of ['GET', 'POST']) {
      const sent = await newcomer.request(method, '/office', { headers: newcomer.sameOrigin() });
      expect([method, sent.status, sent.location]).toEqual([method, 303, '/staff/password']);
    }
    const form = (await newcomer.get('/staff/password')).form('/staff/password');
    const changed = await form.submit({ password: STAFF_PASSWORD, repeat: STAFF_PASSWORD });
    expect(changed.location).toBe('/office');
    expect((await newcomer.get('/office')).status).toBe(200);
  });

  it('that is none is told inside the frame', async () => {
    const page = await dispatcher.get('/office/nothing');
    expect(page.status).toBe(404);
    expect(page.text).toContain('Выберите раздел в меню');
    expect(page.text).toContain('Марина Седова, диспетчер');
  });

  it('is closed at once to whoever is dismissed, and says so to what they send', async () => {
    const fired = await hire(world, 'fired', 'dispatcher', 'Уволен Игорь');
    const page = await fired.get('/office');
    const [person] = await list(chief, 'staff', '?filters.login=fired');
    await act(chief, `staff/records/${person!['id']}/disable`);
    expect((await fired.get('/office')).status).toBe(303);
    const answer = await page.form('/office/sign-out').submit();
    expect(answer.status).toBe(401);
    expect(answer.text).toContain('Сеанс закончился');
    expect(answer.text).toContain('Вам закрыли доступ в панель');
  });

  it('answers a script whose session has ended by a status, not by the sign-in page', async () => {
    const headers = { accept: 'text/event-stream', 'sec-fetch-dest': 'empty' };
    expect((await world.visitor().get('/office', { headers })).status).toBe(401);
  });
});

describe('A page of one’s own', () => {
  const OWN = ['/staff/password', '/staff/second-factor', '/staff/second-factor/begin', '/staff/logout'];

  it('stands in the frame of whoever is signed in, with the menu of their role', async () => {
    for (const role of ROLES) {
      const staff = await hire(world, `own-${role}`, role, 'Павел Свой');
      const menu = menuOf(await staff.get('/office'));
      expect(menu.length).toBeGreaterThan(3);
      for (const path of OWN) {
        const page = await staff.get(path);
        expect([path, page.status, menuOf(page)]).toEqual([path, 200, menu]);
        expect(page.text).toContain(`Павел Свой, ${STAFF_ROLES[role].toLowerCase()}`);
      }
    }
  });

  it('lets out through its head, and keeps the menu where it refuses', async () => {
    const staff = await hire(world, 'own-leaves', 'dispatcher', 'Павел Свой');
    const page = await staff.get('/staff/password');
    const refused = await page
      .form('/staff/password')
      .submit({ current: 'не тот', password: '', repeat: '' });
    expect([refused.status, menuOf(refused)]).toEqual([422, menuOf(page)]);
    const stale = await staff.post('/staff/password', { _csrf: '' });
    expect([stale.status, menuOf(stale)]).toEqual([403, menuOf(page)]);
    expect(stale.text).toContain('Сейчас вы вошли как Павел Свой');
    const left = await (await staff.get('/staff/second-factor')).form('/staff/logout').submit();
    expect(left.location).toBe('/staff/login');
    expect((await staff.get('/office')).status).toBe(303);
  });

  it('has no menu before somebody may work', async () => {
    const { result } = await act(chief, 'staff/actions/create', {
      ...{ login: 'owes', email: 'owes@example.test', role: 'operator', name: 'Ольга Новая' },
    });
    const newcomer = await enterOffice(world, 'owes', result!.words![0]!.value);
    for (const path of ['/staff/password', '/staff/logout', '/nosuch']) {
      expect([path, menuOf(await newcomer.get(path))]).toEqual([path, []]);
    }
  });
});

describe('An address that is nobody’s page', () => {
  it('keeps the menu of the office where only somebody of the office is signed in', async () => {
    const menu = menuOf(await dispatcher.get('/office'));
    for (const path of ['/nosuch', '/auth/nosuch', '/staff/nosuch', '/office/nosuch']) {
      const page = await dispatcher.get(path);
      expect([path, page.status, page.heading]).toEqual([path, 404, 'Такой страницы нет']);
      expect([path, menuOf(page)]).toEqual([path, menu]);
    }
    const left = await (await hire(world, 'lost', 'operator', 'Олег Сбившийся')).get('/nosuch');
    expect((await left.form('/staff/logout').submit()).location).toBe('/staff/login');
  });

  it('keeps that of a resident, who stays one beside somebody of the office', async () => {
    const both = await signIn(world, 'resident');
    const cabinet = async () => {
      const page = await both.get('/nosuch');
      expect([page.status, page.heading, menuOf(page)]).toEqual([404, 'Такой страницы нет', []]);
      return page.html.querySelectorAll('nav[aria-label="Личный кабинет"] a').length;
    };
    expect(await cabinet()).toBeGreaterThan(3);
    const form = (await both.get('/staff/login')).form('/staff/login');
    await form.submit({ login: 'sedova', password: STAFF_PASSWORD });
    expect(await cabinet()).toBeGreaterThan(3);
    expect(menuOf(await both.get('/staff/nosuch'))).toEqual(menuOf(await dispatcher.get('/office')));
  });

  it('shows no menu to a stranger', async () => {
    for (const path of ['/nosuch', '/staff/nosuch']) {
      const page = await world.visitor().get(path);
      expect([path, page.status, menuOf(page)]).toEqual([path, 404, []]);
    }
  });

  it('does so when something is broken, and does without where nobody can be asked who it is', async () => {
    const rename = (table: string, from: string, to: string) =>
      world.database.query(`ALTER TABLE ${table} RENAME COLUMN ${from} TO ${to}`);
    await rename('appeal_publications', 'number', 'elsewhere');
    const broken = await dispatcher.get('/book?q=2026-000151', { check: false });
    await rename('appeal_publications', 'elsewhere', 'number');
    expect([broken.status, broken.heading]).toEqual([500, 'Что-то сломалось']);
    expect(menuOf(broken)).toEqual(menuOf(await dispatcher.get('/office')));
    await rename('sessions', 'staff_id', 'elsewhere');
    const unknown = await dispatcher.get('/nosuch');
    await rename('sessions', 'elsewhere', 'staff_id');
    expect([unknown.status, unknown.heading, menuOf(unknown)]).toEqual([404, 'Такой страницы нет', []]);
  });
});

describe('What is sent to the office', () => {
  it('after the session has ended is kept but for secrets, and changes nothing', async () => {
    const stranger = world.visitor();
    const answer = await stranger.post('/office/sign-out', { note: 'Позвонить в 10:00', password: 'тайное' });
    expect(answer.status).toBe(401);
    expect(answer.body).toContain('Позвонить в 10:00');
    expect(answer.body).not.toContain('тайное');
  });

  it('from another site is refused, signed in or not, and not shown again', async () => {
    const headers = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
    for (const client of [dispatcher, world.visitor()]) {
      const answer = await client.post('/office/sign-out', { note: 'с чужого сайта' }, { headers });
      expect(answer.status).toBe(403);
      expect(answer.body).not.toContain('с чужого сайта');
    }
    expect((await dispatcher.get('/office')).status).toBe(200);
  });

  it('with the token of another session, of a resident or with none is refused, and can be sent again', async () => {
    const resident = await signIn(world, 'resident');
    const theirs = (await resident.get('/accounts')).form('/auth/logout').value('_csrf');
    const others = (await chief.get('/office')).form('/office/sign-out').value('_csrf');
    for (const token of [theirs, others, '']) {
      const answer = await dispatcher.post('/office/sign-out', { _csrf: token! });
      expect(answer.status).toBe(403);
      expect(answer.text).toContain('Страница устарела');
      expect(answer.text).toContain('Марина Седова, диспетчер');
    }
    expect((await dispatcher.get('/office')).status).toBe(200);
  });
});

describe('The first page', () => {
  it('is shown without what cannot be counted, and says that something is missing', async () => {
    // Nothing has been counted for them a moment ago.
    const fresh = await hire(world, 'fresh', 'administrator', 'Анна Свежая');
    await world.database.query('ALTER TABLE appeals RENAME COLUMN soon_day TO elsewhere');
    const page = await fresh.get('/office');
    await world.database.query('ALTER TABLE appeals RENAME COLUMN elsewhere TO soon_day');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Часть дел сейчас не удалось посчитать');
    expect(page.text).not.toContain('Всё разобрано');
    expect(page.text).toContain('Лицевые счета');
  });
});

describe('The menu', () => {
  it('calls no two things by one word, neither in the office nor in the panel, whoever looks', async () => {
    for (const role of ALL_STAFF) {
      const staff = await hire(world, `reads-menu-${role}`, role, 'Мария Читающая');
      const page = await staff.get('/office');
      const words = menuOf(page);
      expect(words[0]).toBe('Сегодня');
      expect(words.filter((word, at) => words.indexOf(word) !== at)).toEqual([]);
    }
  });
});

describe('A refusal', () => {
  it('of a page or a form is told by the journal with the name of whom it met', async () => {
    await dispatcher.post('/office/sign-out', { _csrf: '' });
    const lines = await list(chief, 'audit', '?filters.action=staff.refused');
    expect(lines[0]).toMatchObject({ actor: 'Марина Седова' });
  });
});

describe('An administrator', () => {
  it('may do what each of the others may', () => {
    for (const roles of [ALL_STAFF, CLERKS, OPERATORS, DISPATCHERS, ACCOUNTANTS, ADMINISTRATORS]) {
      expect(roles).toContain('administrator');
    }
  });
});

describe('Every page of the office', () => {
  const table = readFileSync('test/routes.txt', 'utf8')
    .trim()
    .split('\n')
    .map((line) => /^(GET|POST) (\S+) (.+)$/.exec(line)!)
    .map(([, method, path, who]) => ({ method: method!, path: path!, who: who! }))
    .filter(({ path }) => /^\/office(\/|$)/.test(path));

  it('names its roles, opens to them and to nobody else', async () => {
    const staff = new Map<string, Client>();
    for (const role of ROLES) staff.set(role, await hire(world, `the-${role}`, role, `Некий ${role}`));
    const strangers = [world.visitor(), await signIn(world, 'resident')];
    const found: string[] = [];
    for (const { method, path, who } of table) {
      const address = path.replace(/:\w+/g, NOBODY_HAS);
      if (!/^staff: [a-z]/.test(who)) found.push(`${method} ${path} names no roles`);
      for (const [role, client] of staff) {
        const may = who.replace('staff: ', '').split(' ').includes(role);
        // A stream does not end: desk-live.e2e listens to it.
        if (path === '/office/sign-out' || (may && path === '/office/requests/events')) continue;
        const answer =
          method === 'POST' ? await send(client, address) : await client.get(address, { check: false });
        const right = may ? answer.status !== 403 && answer.status < 500 : answer.status === 403;
        if (!right) found.push(`${role} ${method} ${path}: ${answer.status}`);
      }
      for (const stranger of strangers) {
        const { status } = await stranger.request(method, address, { headers: stranger.sameOrigin() });
        if (status !== (method === 'POST' ? 401 : 303)) found.push(`stranger ${method} ${path}: ${status}`);
      }
    }
    expect(found).toEqual([]);
  });
});
