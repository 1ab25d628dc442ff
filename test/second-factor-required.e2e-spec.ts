import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { enrol, type Enrolled, scan } from './support/authenticator.js';
import type { Client } from './support/client.js';
import { cli } from './support/command.js';
import { act, enterOffice, hire, loadDemo, STAFF_PASSWORD, todo } from './support/office.js';
import { giveResident } from './support/resident.js';
import { expectNothingOpens, officeOf } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

const APP_SECRET = 'the secret of this suite, with which cookies are sealed';

let world: World;
let chief: Client;
let chiefPassword: string;
let chiefFactor: Enrolled;
const { idOf, withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld({ APP_SECRET });
  const demo = await loadDemo(world);
  chiefPassword = demo.password;
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

describe('Before the day on which it is required', () => {
  it('the first pages ask for it with the day and a link, and everything opens', async () => {
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2099-01-15' });
    const client = await hire(world, 'in-time', 'dispatcher', 'Загодя Инна');
    const today = await client.get('/office');
    expect(today.text).toContain('с 15 января 2099 года без него в кабинет офиса не войти');
    expect((await today.click(/Подключить$/)).heading).toBe('Вход с кодом из приложения');
    expect((await todo(client)).filter(({ href }) => href.startsWith('/staff/'))).toHaveLength(1);
    await enrol(client);
    expect((await client.get('/office')).text).not.toContain('Подключите вход с кодом');
  });
});

describe('In production without such a day', () => {
  it('the doctor warns how many are guarded by a password alone', async () => {
    const { stdout } = await cli(['doctor', '--json'], {
      ...{ DATABASE_URL: world.database.url, SMTP_URL: world.mail.url, PUBLIC_URL: world.product.url },
      ...{ NODE_ENV: 'production', APP_SECRET },
      ...{ COMPANY_NAME: 'УК «Пример»', COMPANY_LEGAL_NAME: 'ООО «Пример»', COMPANY_INN: '3800000005' },
      ...{
        COMPANY_PHONE: '8 (3952) 599-018',
        COMPANY_ADDRESS: 'Примерная, 10',
        COMPANY_EMAIL: 'uk@example.test',
      },
    });
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; seen: string }[] };
    const check = checks.find(({ id }) => id === 'second-factor');
    expect(check).toMatchObject({
      state: 'attention',
      todo: expect.stringContaining('STAFF_SECOND_FACTOR_FROM'),
    });
    expect(check!.seen).toMatch(/^Необязателен, есть у \d+ из \d+/);
  });
});

describe('From the day on which it is required', () => {
  beforeAll(async () => {
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2026-01-15' });
    chiefFactor = await enrol(chief, chiefPassword);
  });

  it('whoever has none is led to it right after the password, and gets nowhere else until it is done', async () => {
    await hire(world, 'due', 'dispatcher', 'Должна Ирина');
    const visitor = world.visitor();
    const form = (await visitor.get('/staff/login?next=%2Foffice%2Frequests')).form('/staff/login');
    const page = await (await form.submit({ login: 'due', password: STAFF_PASSWORD })).follow();
    expect(page.path).toBe('/staff/second-factor/new?next=%2Foffice%2Frequests');
    expect(page.text).toContain('С 15 января 2026 года в кабинет офиса без этого не войти');
    await expectNothingOpens(visitor);
    const { page: codes } = await scan(page);
    expect(codes.link('Коды сохранены, дальше')).toBe('/office/requests');
    expect((await visitor.get('/office/requests')).status).toBe(200);
    const refused = await visitor.get('/staff/second-factor/off');
    expect(refused.text).toContain('отключить его нельзя');
  });

  it('it is not switched off by a page that was opened before', async () => {
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '' });
    const { app, client, id } = await withApp('stale-page');
    const form = (await client.get('/staff/second-factor/off')).form('/staff/second-factor/off');
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2026-01-15' });
    const refused = await form.submit({ current: STAFF_PASSWORD, code: await app.code() });
    expect([refused.status, refused.text]).toEqual([409, expect.stringContaining('отключить его нельзя')]);
    const rows = await world.database.query(
      'SELECT FROM staff WHERE id = $1 AND second_factor_at IS NOT NULL',
      [id],
    );
    expect(rows).toHaveLength(1);
  });

  it('somebody new chooses a password first, then connects an app, and types no password twice', async () => {
    const created = await act(chief, 'staff/actions/create', {
      ...{ login: 'brand-new', email: 'brand-new@example.test', role: 'operator', name: 'Новый Сергей' },
    });
    const visitor = await enterOffice(world, 'brand-new', created.result!.words![0]!.value);
    expect((await visitor.get('/staff/second-factor')).location).toBe('/staff/password');
    const own = (await visitor.get('/staff/password')).form('/staff/password');
    const page = await (await own.submit({ password: STAFF_PASSWORD, repeat: STAFF_PASSWORD })).follow();
    expect(page.heading).toBe('Вход с кодом из приложения');
    await scan(page);
    expect((await visitor.get('/office')).status).toBe(200);
  });

  it('a session of long ago is asked for the password before it shows a key', async () => {
    const visitor = await hire(world, 'long-ago', 'operator', 'Давно Олег');
    await world.database.query(
      `UPDATE sessions SET created_at = created_at - interval '11 minutes' WHERE staff_id = $1`,
      [await idOf('long-ago')],
    );
    const page = await (await visitor.get('/office')).follow();
    expect(page.form('/staff/second-factor/begin').names()).toContain('current');
    await scan(
      await (await page.form('/staff/second-factor/begin').submit({ current: STAFF_PASSWORD })).follow(),
    );
    expect((await visitor.get('/office')).status).toBe(200);
  });

  it('the doctor says how many have none, neither an app nor a key', async () => {
    await hire(world, 'has-key', 'operator', 'Ключева Кира');
    await world.database.query(
      `INSERT INTO staff_passkeys (staff_id, credential, public_key, counter, name, created_at)
       VALUES ($1, 'key', '', 0, 'Компьютер', now())`,
      [await idOf('has-key')],
    );
    const check = await examined();
    const [{ without, all }] = (await world.database.query<{ without: number; all: number }>(
      `SELECT count(*)::int AS all, (count(*) FILTER (WHERE second_factor_at IS NULL
           AND NOT EXISTS (SELECT FROM staff_passkeys k WHERE k.staff_id = staff.id)))::int AS without
       FROM staff WHERE disabled_at IS NULL`,
    )) as [{ without: number; all: number }];
    expect([check.state, check.seen]).toEqual([
      'attention',
      expect.stringContaining(`Нет у ${without} из ${all}, обязателен с 15`),
    ]);
  });

  it('who was reset enrols anew after the password, and another APP_SECRET is told of by the doctor', async () => {
    const { id } = await withApp('reset-then');
    const shown = { current: chiefPassword, code: chiefFactor.paper[0] };
    const done = await act(chief, `staff/records/${id}/resetSecondFactor`, {
      ground: 'сломан телефон',
      ...shown,
    });
    expect(done.message).toContain('портал сразу попросит подключить приложение или ключ заново');
    const form = (await world.visitor().get('/staff/login')).form('/staff/login');
    const page = await (await form.submit({ login: 'reset-then', password: STAFF_PASSWORD })).follow();
    expect(page.path).toContain('/staff/second-factor/new');
    await world.product.restart({ APP_SECRET: 'another secret, after a restore on another machine' });
    const check = await examined();
    expect([check.state, check.seen]).toEqual(['bad', expect.stringContaining('другим APP_SECRET')]);
    await giveResident(world, 'sealed-elsewhere');
    await world.database.query(
      `UPDATE users SET second_factor_at = now(), second_factor_secret = 'of another', second_factor_step = 1
       WHERE login = 'sealed-elsewhere'`,
    );
    expect((await examined()).seen).toMatch(/1\s(жителю|Жителю) не подойдёт ни один код/);
  });

  /** What the doctor says of second factors. */
  async function examined(): Promise<{ state: string; seen: string }> {
    const { stdout } = await world.product.cli(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; seen: string }[] };
    return checks.find(({ id }) => id === 'second-factor')!;
  }
});
