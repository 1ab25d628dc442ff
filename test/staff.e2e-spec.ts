import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { act, enterOffice, hire, list, loadDemo, STAFF_PASSWORD } from './support/office.js';
import { PASSWORD, signIn, giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let chief: Client;
let chiefLogin: string;
let chiefPassword: string;

beforeAll(async () => {
  world = await startWorld();
  const demo = await loadDemo(world);
  chiefLogin = demo.login;
  chiefPassword = demo.password;
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

async function issued(login: string): Promise<{ client: Client; oneTime: string }> {
  const fields = { login, email: `${login}@example.test`, role: 'operator', name: 'Новый Сотрудник' };
  const oneTime = (await act(chief, 'staff/actions/create', fields)).result!.words![0]!.value;
  return { client: await enterOffice(world, login, oneTime), oneTime };
}

async function change(client: Client, current: string, password: string) {
  const form = (await client.get('/staff/password')).form('/staff/password');
  const asked = form.names().includes('current') ? { current } : {};
  return form.submit({ ...asked, password, repeat: password });
}

describe('A password of the office', () => {
  it('that was issued cannot be kept, so whoever issued it does not know the next one', async () => {
    const { client, oneTime } = await issued('keeps-it');
    const kept = await change(client, oneTime, oneTime);
    expect(kept.status).toBe(422);
    expect(kept.errorOf('password')).toBe('Это ваш нынешний пароль. Придумайте другой');
    expect((await client.get('/admin')).location).toMatch(/^\/staff\/login/);
    expect((await change(client, oneTime, STAFF_PASSWORD)).location).toBe('/office');
  });

  it('is handed over on paper, which nobody but an administrator prints and nothing keeps', async () => {
    const fields = {
      login: 'on-paper',
      email: 'on-paper@example.test',
      role: 'operator',
      name: 'Новый Сотрудник',
    };
    const { print, words } = (await act(chief, 'staff/actions/create', fields)).result!;
    const post = (client: Client, form: Record<string, string>) =>
      client.request('POST', print!.url, {
        headers: { 'content-type': 'application/x-www-form-urlencoded', ...client.sameOrigin() },
        body: new URLSearchParams(form).toString(),
      });
    const slip = await post(chief, print!.fields!);
    expect(slip.status).toBe(200);
    expect(slip.text).toContain('on-paper');
    expect(slip.text).toContain(words![0]!.value);
    expect(slip.text).toContain('/office');
    expect(slip.headers['cache-control']).toContain('no-store');
    expect((await post(chief, {})).status).toBe(404);
    const { client, oneTime } = await issued('prints-not');
    await change(client, oneTime, STAFF_PASSWORD);
    expect((await post(client, print!.fields!)).status).toBe(403);
  });

  it('that differs only in what its issuer would try first is not an own one', async () => {
    const { client, oneTime } = await issued('keeps-nearly');
    const other = oneTime.replace(/[a-z]/i, (letter) =>
      letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
    );
    for (const nearly of [`${oneTime} `, ` ${oneTime}`, other, `${oneTime}1`, `${oneTime}-2026-мой`]) {
      const kept = await change(client, oneTime, nearly);
      expect([nearly, kept.status]).toEqual([nearly, 422]);
      expect(kept.errorOf('password')).toMatch(/^(Новый пароль почти такой же, как|Это ваш) нынешний/);
    }
    expect((await change(client, oneTime, STAFF_PASSWORD)).location).toBe('/office');
  });

  it('has at least 12 characters and is made of nothing that the office knows of its owner', async () => {
    const { client, oneTime } = await issued('valentina-office');
    expect((await change(client, oneTime, 'vT4-kkQ9wz')).errorOf('password')).toContain('12 символов');
    for (const own of ['valentina-office', 'valentina-office@example.test']) {
      expect((await change(client, oneTime, own)).errorOf('password')).toContain('ваши имя, логин, почта');
    }
    expect((await change(client, oneTime, STAFF_PASSWORD)).location).toBe('/office');
  });

  it('can be guessed ten times an hour, and a right one gives the attempts back', async () => {
    const { client, oneTime } = await issued('guessed');
    client.cookies.set('one-time', '');
    for (let guess = 0; guess < 9; guess += 1) {
      expect((await change(client, `wrong ${guess}`, STAFF_PASSWORD)).status).toBe(422);
    }
    expect((await change(client, oneTime, STAFF_PASSWORD)).location).toBe('/office');
    for (let guess = 0; guess < 10; guess += 1) {
      expect((await change(client, `wrong ${guess}`, `${STAFF_PASSWORD} 2`)).status).toBe(422);
    }
    const stopped = await change(client, STAFF_PASSWORD, `${STAFF_PASSWORD} 2`);
    expect(stopped.status).toBe(429);
    expect(stopped.errorOf('current')).toMatch(/^Слишком много попыток\. Подождите (\d+ минут[уы]?|час)\.$/);
    expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
  });
});

describe('Somebody of the office', () => {
  it('is not asked twice for the one-time password, but once it is known to nobody any more', async () => {
    const { client, oneTime } = await issued('asked-once');
    const form = (await client.get('/staff/password')).form('/staff/password');
    expect(form.names().filter((name) => !name.startsWith('_'))).toEqual(['password', 'repeat']);
    const empty = await form.submit({ password: '', repeat: '' });
    expect(empty.errors).toEqual(['Введите новый пароль', 'Введите новый пароль ещё раз']);
    const nearly = await form.submit({ password: `${oneTime}1`, repeat: `${oneTime}1` });
    expect(nearly.errorOf('password')).toMatch(/почти такой же/);
    expect((await form.submit({ password: STAFF_PASSWORD, repeat: STAFF_PASSWORD })).location).toBe(
      '/office',
    );
    expect((await client.get('/staff/password')).form('/staff/password').names()).toContain('current');
  });

  it('is asked for it where a browser does not know it, or where it is not the password any more', async () => {
    const { client } = await issued('asked-again');
    const form = (await client.get('/staff/password')).form('/staff/password');
    const given = (await world.product.cli(['staff:password', '--login', 'asked-again'])).stdout;
    expect(given).toContain('одноразовый пароль');
    const late = await form.submit({ password: STAFF_PASSWORD, repeat: STAFF_PASSWORD });
    expect(late.location).toBe('/staff/login');

    const elsewhere = await issued('asked-elsewhere');
    elsewhere.client.cookies.set('one-time', 'not sealed by the portal');
    const page = await elsewhere.client.get('/staff/password');
    const refused = await page.form('/staff/password').submit({ current: '', password: 'x', repeat: 'y' });
    expect(refused.errorOf('current')).toBe('Введите нынешний пароль');
  });

  it('is offered their own password in the header, and neither a one-time one nor a closed door for themselves', async () => {
    expect(await (await chief.get('/office')).click('Сменить пароль')).toMatchObject({
      heading: 'Смена пароля',
    });
    const people = await list(chief, 'staff');
    const actions = async (id: string) => {
      const { body } = await chief.get(`/admin/api/resources/staff/records/${id}/show`);
      const { record } = JSON.parse(body) as { record: { recordActions: { name: string }[] } };
      return record.recordActions.map(({ name }) => name);
    };
    const [own, other] = [true, false].map((mine) =>
      people.find(({ login }) => (login === chiefLogin) === mine),
    );
    expect(await actions(other!['id']!)).toEqual(expect.arrayContaining(['resetPassword', 'disable']));
    const mine = await actions(own!['id']!);
    expect(mine).toContain('change');
    expect(mine).not.toContain('resetPassword');
    expect(mine).not.toContain('disable');
  });
});

describe('Strangers who try passwords of somebody of the office', () => {
  /** A hundred wrong passwords, ten from each of ten networks. */
  async function storm(login: string, second: number): Promise<void> {
    await Promise.all(
      Array.from({ length: 11 }, async (_, third) => {
        const stranger = world.visitor(`127.${second}.${third}.1`);
        for (let guess = 0; guess < 10; guess += 1) await attempt(stranger, login, `wrong ${guess}`);
      }),
    );
  }

  async function attempt(client: Client, login: string, password: string) {
    return (await client.get('/staff/login')).form('/staff/login').submit({ login, password });
  }

  it('shut nobody out: neither from a browser of theirs, nor with a new one-time password', async () => {
    const own = await hire(world, 'besieged', 'administrator', 'Осадный Пётр', chief, chiefPassword);
    await (await own.get('/staff/logout')).form('/staff/logout').submit();
    await storm('besieged', 41);
    const elsewhere = world.visitor('127.42.0.1');
    const stopped = await attempt(elsewhere, 'besieged', STAFF_PASSWORD);
    expect(stopped.status).toBe(429);
    expect(stopped.errorOf('password')).toBe(
      'Слишком много попыток. Подождите сутки или попросите администратора выдать новый пароль.',
    );
    await world.product.waitForLog(
      ({ context, msg, id }) =>
        context === 'security' && msg === 'sign-in of staff stopped by a limit' && typeof id === 'string',
    );
    expect((await attempt(own, 'besieged', STAFF_PASSWORD)).location).toBe('/office');

    await storm('besieged', 43);
    const [{ id }] = (await list(chief, 'staff', '?filters.login=besieged')) as [{ id: string }];
    const reset = await act(chief, `staff/records/${id}/resetPassword`);
    await storm('besieged', 44);
    const oneTime = reset.result!.words![0]!.value;
    expect((await attempt(elsewhere, 'besieged', oneTime)).location).toBe('/staff/password');
  });

  it('cannot keep the last administrator out: the command line gives a new one-time password', async () => {
    await hire(world, 'the-last', 'administrator', 'Последний Иван', chief, chiefPassword);
    await storm('the-last', 45);
    const elsewhere = world.visitor('127.46.0.1');
    expect((await attempt(elsewhere, 'the-last', STAFF_PASSWORD)).status).toBe(429);
    const given = await world.product.cli(['staff:password', '--login', 'The-Last']);
    expect([given.code, given.output]).toEqual([0, expect.stringContaining('одноразовый пароль')]);
    const oneTime = given.stdout.trim().split(': ').at(-1)!;
    expect((await attempt(elsewhere, 'the-last', oneTime)).location).toBe('/staff/password');
    expect((await world.product.cli(['staff:password', '--login', 'nobody'])).code).toBe(1);
    expect((await world.product.cli(['staff:password'])).code).toBe(2);
  });

  it('may try a hundred times in a row from a known browser too, and no more', async () => {
    const own = await hire(world, 'hundred', 'operator', 'Сотников Илья', chief);
    await (await own.get('/staff/logout')).form('/staff/logout').submit();
    for (let guess = 0; guess < 100; guess += 1) {
      if (guess % 10 === 0) await quarterOfAnHour();
      expect((await attempt(own, 'hundred', `wrong ${guess}`)).status).toBe(422);
    }
    await quarterOfAnHour();
    const stopped = await attempt(own, 'hundred', STAFF_PASSWORD);
    expect([stopped.status, stopped.errorOf('password')]).toEqual([
      429,
      'Слишком много неверных паролей подряд. Попросите администратора выдать новый пароль.',
    ]);
  });

  /** As if a quarter of an hour had passed. */
  async function quarterOfAnHour(): Promise<void> {
    await world.database.query("DELETE FROM rate_limits WHERE key NOT LIKE '%in a row%'");
  }
});

describe('A resident', () => {
  it('cannot change the password to itself, composed letters or not', async () => {
    await giveResident(world, 'the-same');
    const resident = await signIn(world, 'the-same');
    for (const same of [PASSWORD, PASSWORD.normalize('NFD')]) {
      const form = (await resident.get('/profile/password')).form('/profile/password');
      const answer = await form.submit({ current: PASSWORD, password: same, repeat: same });
      expect(answer.errorOf('password')).toBe('Это ваш нынешний пароль. Придумайте другой');
    }
  });

  it('who recovers cannot keep the password that somebody may know, and the string stays good', async () => {
    await giveResident(world, 'recovers');
    const visitor = world.visitor();
    const ask = (await visitor.get('/auth/?forgot_password=yes')).form('/auth/recovery');
    await ask.submit({ login: 'recovers' });
    const subject = 'Запрос на смену пароля';
    const letter = await world.mail.waitForLetter({ to: 'recovers@example.test', subject });
    const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
    const set = async (password: string) =>
      (await visitor.get(link)).form('/auth/password').submit({ password, repeat: password });
    expect((await set(PASSWORD)).errorOf('password')).toBe('Это ваш нынешний пароль. Придумайте другой');
    expect((await set('облако и сито 9')).status).toBe(303);
  });
});

describe('Two administrators', () => {
  it('who shut each other out at once: one succeeds, the other reads why, and one is always left', async () => {
    const admins = await Promise.all(
      ['first-chief', 'second-chief'].map(async (login) => {
        await hire(world, login, 'administrator', 'Ещё Администратор', chief, chiefPassword);
        const sql = 'SELECT id FROM staff WHERE login = $1';
        return { login, id: (await world.database.query<{ id: string }>(sql, [login]))[0]!.id };
      }),
    );
    await world.database.query("UPDATE staff SET disabled_at = now() WHERE login NOT LIKE '%-chief'");
    const demote = { name: 'Ещё Администратор', email: 'chief@example.test', role: 'operator' };
    const seen = new Set<number>();
    for (let attempt = 0; attempt < 24; attempt += 1) {
      await world.database.query(
        "UPDATE staff SET disabled_at = NULL, role = 'administrator' WHERE login LIKE '%-chief'",
      );
      const clients = await Promise.all(admins.map(({ login }) => enterOffice(world, login, STAFF_PASSWORD)));
      const [action, fields]: [string, Record<string, unknown>] =
        attempt % 2 ? ['change', demote] : ['disable', {}];
      const answers = await Promise.all(
        clients.map((client, index) =>
          act(client, `staff/records/${admins[1 - index]!.id}/${action}`, fields),
        ),
      );
      for (const { status } of answers) seen.add(status);
      const lost = answers.find(({ status }) => status !== 200)!;
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
      expect([401, 403, 404, 409, 422]).toContain(lost.status);
      expect(Object.values(lost.errors ?? {}).join() || lost.message).toMatch(/[а-я]/);
      const [left] = await world.database.query<{ count: string }>(
        "SELECT count(*) FROM staff WHERE role = 'administrator' AND disabled_at IS NULL",
      );
      expect(left!.count).toBe('1');
    }
    // at least once both had been let in before either was done
    expect([...seen]).toContain(422);
  });
});
