import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { giveAppeal } from './support/appeals.js';
import type { Client } from './support/client.js';
import { giveLink } from './support/household.js';
import { giveMeter, giveWaiting } from './support/meters.js';
import { hire, open } from './support/office.js';
import type { Page } from './support/page.js';
import { readPdf } from './support/pdf.js';
import { projectPath } from './support/project.js';
import { giveFlat, sendRequest } from './support/requests.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const PATH = '/profile/data';
const HOUSE = 'г. Иркутск, ул. Личная, д. 1';

let world: World;
let irina: Client;

beforeAll(async () => {
  world = await startWorld();
  await giveResident(world, 'irina');
  await giveResident(world, 'neighbour');
  await world.database.query(
    "UPDATE users SET first_name = 'Зиновий', last_name = 'Соседов', phone = '+79995550011' WHERE login = 'neighbour'",
  );
  const account = await giveFlat(world, 'irina', HOUSE, '15');
  await world.database.query(
    "INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = 'neighbour'",
    [account],
  );
  irina = await signIn(world, 'irina');
  const zinovy = await signIn(world, 'neighbour');
  await sendRequest(irina, account, { text: 'Капает из-под мойки, вода на полу' });
  await sendRequest(zinovy, account, { text: 'Тайная заявка соседа: не закрывается окно' });
  await giveAppeal(world, { author: 'irina', account, title: 'Шум лифта по ночам', answer: 'Починим.' });
  await giveAppeal(world, { author: 'neighbour', account, title: 'Тайное обращение соседа' });
  await giveWaiting(world, await giveMeter(world, account, { place: 'Санузел' }), 'irina', ['481']);
  await giveWaiting(world, await giveMeter(world, account, { place: 'Кухня' }), 'neighbour', ['38517']);
});
afterAll(() => world?.stop());

/** Asks for the file with what is typed as the password. */
const take = async (
  who: Client,
  button: 'Получить PDF' | 'Получить JSON',
  current = PASSWORD,
): Promise<Page> => (await who.get(PATH)).form(PATH).submit({ current }, { button });

describe('«Мои данные»', () => {
  it('are given after the password only, and nothing is told without it', async () => {
    const refused = await take(irina, 'Получить JSON', 'не тот пароль');
    expect([refused.status, refused.errors]).toEqual([422, ['Пароль не подошёл']]);
    expect((await world.visitor().get(PATH)).status).toBe(303);
  });

  it('are all that is held, as JSON, and nothing of the other resident of the flat', async () => {
    const page = await take(irina, 'Получить JSON');
    expect(page.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(page.headers['content-disposition']).toMatch(/^attachment; filename="moi-dannye.json"/);
    const data = JSON.parse(page.body) as Record<string, { записи: Record<string, unknown>[] }>;
    expect(data['person']!.записи).toMatchObject([
      { Логин: 'irina', Фамилия: 'Белова', 'E-mail': 'irina@example.test', Телефон: '+79025123456' },
    ]);
    expect(data['consents']!.записи).toMatchObject([{ 'На что': 'обработка персональных данных' }]);
    expect(data['accounts']!.записи).toHaveLength(1);
    expect(data['signIns']!.записи).toMatchObject([{ Как: 'логин и пароль', Сеть: '127.0.0.0' }]);
    expect(data['sessions']!.записи).toHaveLength(1);
    expect(data['requests']!.записи).toMatchObject([
      { 'Что случилось': 'Капает из-под мойки, вода на полу' },
    ]);
    expect(data['requestEvents']!.записи.length).toBeGreaterThan(0);
    expect(data['appeals']!.записи).toMatchObject([{ Тема: 'Шум лифта по ночам' }]);
    expect(JSON.stringify(data['appealEvents'])).toContain('Починим.');
    expect(data['readings']!.записи).toMatchObject([{ Показания: expect.stringMatching(/^481/) }]);
    expect(JSON.stringify(data['journal'])).toContain('Вход жителя');
    expect(page.body).not.toMatch(/соседа|Соседов|Зиновий|9995550011|38.?517|argon2/);
  });

  it('are a tagged PDF that says the same', async () => {
    const page = await take(irina, 'Получить PDF');
    const pdf = readPdf(page.bytes);
    const text = pdf.pages.map((it) => it.text).join(' ');
    expect([pdf.title, pdf.lang]).toEqual(['Мои данные', 'ru-RU']);
    for (const words of [
      'Кто вы',
      'Фамилия: Белова',
      'Согласия',
      'Входы',
      'Капает из-под мойки',
      'Шум лифта по ночам',
    ]) {
      expect(text).toContain(words);
    }
    expect(text).not.toMatch(/соседа|Соседов|38.?517/);
    expect(pdf.tags).toEqual(expect.arrayContaining(['Document', 'H1', 'H2', 'P']));
  });

  it('are written down in the journal, and given five times a day', async () => {
    const lines = await world.database.query<{ format: string }>(
      `SELECT details->>'format' AS format FROM audit_events WHERE action = 'user.data-taken' ORDER BY id`,
    );
    expect(lines).toEqual([{ format: 'json' }, { format: 'pdf' }]);
    for (let time = 3; time <= 5; time += 1) expect((await take(irina, 'Получить JSON')).status).toBe(200);
    const sixth = await take(irina, 'Получить JSON');
    expect(sixth.status).toBe(429);
    expect(sixth.errors).toEqual([expect.stringMatching(/^За сутки файл уже выдан пять раз, .* через /)]);
    expect(sixth.text).not.toContain('попыток');
  });

  it('say until when a tenant stays by the last day, as pages do', async () => {
    await giveResident(world, 'lodger');
    const [flat] = await world.database.query<{ id: string }>(
      "SELECT l.account_id AS id FROM account_links l JOIN users u ON u.id = l.user_id WHERE u.login = 'irina'",
    );
    const link = await giveLink(world, 'lodger', flat!.id, { role: 'tenant' });
    // the midnight after the fifth in Irkutsk
    await world.database.query("UPDATE account_links SET until = '2036-12-05T16:00:00Z' WHERE id = $1", [
      link,
    ]);
    const lodger = await signIn(world, 'lodger');
    expect((await lodger.get(`/accounts/${flat!.id}/people`)).text).toContain('по 5 декабря 2036');
    const data = JSON.parse((await take(lodger, 'Получить JSON')).body) as {
      accounts: { записи: Record<string, unknown>[] };
    };
    expect(data.accounts.записи).toMatchObject([{ По: '2036-12-05' }]);
    const pdf = readPdf((await take(lodger, 'Получить PDF')).bytes);
    const text = pdf.pages.map((it) => it.text).join(' ');
    expect(text).toContain('По: 5 декабря 2036');
    expect(text).not.toContain('6 декабря 2036');
    const olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
    const shown = await open(olga, `links/records/${link}`);
    expect(shown['until']).toBe('5 декабря 2036');
  });

  it('name every table that names residents', async () => {
    const tables = await world.database.query<{ table: string }>(
      `SELECT DISTINCT c.conrelid::regclass::text AS table FROM pg_constraint c
       WHERE c.contype = 'f' AND c.confrelid = 'users'::regclass ORDER BY 1`,
    );
    const told = ['audit', 'mail', 'users', 'auth', 'accounts', 'notifications', 'residents', 'announcements']
      .concat('readings', 'requests', 'messages')
      .map((module) => DATA_OF[module]!)
      .map((file) => readFileSync(projectPath('src', file), 'utf8'))
      .join('\n');
    // a table that is missing: its module tells of it in its *-personal.sql.ts, or it stands here with a reason
    const untold = tables
      .map(({ table }) => table)
      .filter((table) => !new RegExp(`\\b${table}\\b`).test(told));
    expect(untold).toEqual(Object.keys(UNTOLD));
  });
});

const DATA_OF: Record<string, string> = {
  audit: 'audit/audit-personal.sql.ts',
  mail: 'mail/letters-personal.sql.ts',
  users: 'users/users-personal.sql.ts',
  auth: 'auth/auth-personal.sql.ts',
  accounts: 'accounts/links-personal.sql.ts',
  notifications: 'notifications/notifications-personal.sql.ts',
  residents: 'residents/deeds-personal.sql.ts',
  announcements: 'announcements/asks-personal.sql.ts',
  readings: 'readings/readings-personal.sql.ts',
  requests: 'requests/requests-personal.sql.ts',
  messages: 'messages/appeals-personal.sql.ts',
};
const UNTOLD: Record<string, string> = {
  destruction_acts: 'there is one when nobody can ask any more',
  mailing_receivers: 'the letter itself is told among letters',
  reading_certificates: 'its readings are told',
};
