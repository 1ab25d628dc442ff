import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { VkServer } from '../src/trial/providers/vk-server.js';
import { type Enrolled, scan } from './support/authenticator.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { askedOn, comeBy, deviceFor } from './support/passkeys.js';
import { awayTo, settingsOf, TestProvider } from './support/provider-servers.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { WRONG_CODE } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

const APP = '/profile/second-factor';
const CODE = '/auth/code';
const NEW = 'облако и сито 9';

const vk = new VkServer();
const provider = new TestProvider(vk);
let world: World;

beforeAll(async () => {
  await vk.start();
  world = await startWorld(settingsOf({ vk }));
});
afterAll(async () => {
  await world?.stop();
  await vk?.stop();
});

interface Coded extends Enrolled {
  readonly client: Client;
  readonly login: string;
  readonly id: string;
}

/** Connects an app in the profile, after the password. */
async function connect(client: Client): Promise<Enrolled> {
  const begin = (await client.get(APP)).form(`${APP}/begin`);
  return scan(await (await begin.submit({ current: PASSWORD })).follow());
}

/** As if so many half minutes had passed since the last code. */
const later = (login: string): Promise<unknown> =>
  world.database.query('UPDATE users SET second_factor_step = second_factor_step - 2 WHERE login = $1', [
    login,
  ]);

const idOf = async (login: string): Promise<string> =>
  (await world.database.query<{ id: string }>('SELECT id FROM users WHERE login = $1', [login]))[0]!.id;

/** A resident with an app. */
async function withApp(login: string): Promise<Coded> {
  const client = await signIn(world, login, await giveResident(world, login));
  const enrolled = await connect(client);
  await later(login);
  return { ...enrolled, client, login, id: await idOf(login) };
}

const type = async (login: string, password: string, visitor: Client, next = ''): Promise<Page> =>
  (await visitor.get(next === '' ? '/auth/login' : `/auth/login?next=${encodeURIComponent(next)}`))
    .form('/auth/login')
    .submit({ login, password });

/** The right password: gives the page that asks for a code. */
async function half(login: string, visitor = world.visitor(), next = ''): Promise<Page> {
  const led = await type(login, PASSWORD, visitor, next);
  expect(led.location).toMatch(/^\/auth\/code/);
  return led.follow();
}

const send = (page: Page, code: string): Promise<Page> => page.form(CODE).submit({ code });

async function journal(id: string): Promise<string[]> {
  const rows = await world.database.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE object_kind = 'user' AND object_id = $1 ORDER BY id",
    [id],
  );
  return rows.map(({ action }) => action);
}

const quarterOfAnHour = (): Promise<unknown> =>
  world.database.query("DELETE FROM rate_limits WHERE key NOT LIKE '%in a row%' AND key NOT LIKE 'letter:%'");

const linkOf = async (to: string, subject: string, part: string): Promise<string> =>
  (await world.mail.waitForLetter({ to, subject })).links.find((link) => link.includes(part))!;

/** Sets a new password by the letter of the recovery. */
async function recover(login: string, visitor = world.visitor()): Promise<void> {
  const page = await (await visitor.get('/auth/')).click('Забыли пароль?');
  await page.form('/auth/recovery').submit({ login });
  const link = await linkOf(`${login}@example.test`, 'Запрос на смену пароля', 'USER_CHECKWORD');
  const set = (await visitor.get(link)).form('/auth/password');
  expect((await set.submit({ password: NEW, repeat: NEW })).status).toBe(303);
}

describe('A resident who wants a code', () => {
  it('connects an app after the password, sees ten recovery codes once, and is told by letter', async () => {
    const client = await signIn(world, 'wants', await giveResident(world, 'wants'));
    const other = await signIn(world, 'wants');
    expect((await client.get('/profile')).text).toContain('Вход с кодом не подключён');
    const wrong = await (await client.get(APP)).form(`${APP}/begin`).submit({ current: 'не тот пароль' });
    expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
    const { paper } = await connect(client);
    expect(paper).toHaveLength(10);
    expect((await client.get('/profile')).text).toContain('Вход с кодом подключён');
    expect((await other.get('/profile')).status).toBe(303);
    const letter = await world.mail.waitForLetter({
      to: 'wants@example.test',
      subject: 'Вход с кодом подключён',
    });
    expect(letter.text).toMatch(/сеть 127\.0\.0\.0/);
    expect(await journal(await idOf('wants'))).toContain('user.second-factor-on');
  });

  it('is asked for it after the password, and led to the page that was asked for', async () => {
    const { app, id } = await withApp('asked');
    const visitor = world.visitor();
    const page = await half('asked', visitor, '/profile/sessions');
    expect((await visitor.get('/profile')).location).toMatch(/^\/auth\//);
    const code = await app.code();
    expect((await send(page, `${code.slice(0, 3)} ${code.slice(3)}`)).location).toBe('/profile/sessions');
    expect((await visitor.get('/profile')).status).toBe(200);
    // the page is stale now: back, and once more
    expect((await visitor.get(CODE)).location).toBe('/accounts');
    expect(await journal(id)).toContain('user.signed-in');
    const told = (await visitor.get('/profile/sign-ins')).html.querySelectorAll('.session .small');
    expect(told[0]!.text).toContain('логин, пароль и код');
    expect(told.at(-1)!.text).toMatch(/, логин и пароль(?! и| \w)/);
    const letter = await world.mail.waitForLetter({
      to: 'asked@example.test',
      subject: 'Вход с нового устройства',
    });
    expect(letter.text).toContain('Как: логин, пароль и код');
  });

  it('hears the same of a wrong, a used and a foreign code; five of them stop, and one letter tells of it', async () => {
    const { app, login } = await withApp('guessed');
    const foreign = await withApp('foreign');
    const used = await app.code();
    expect((await send(await half(login), used)).status).toBe(303);
    const stranger = world.visitor('127.61.0.1');
    const page = await half(login, stranger);
    const codes = [
      () => used,
      () => foreign.app.code(),
      () => foreign.paper[0]!,
      () => 'буквы',
      () => '000000',
    ];
    for (const draw of codes) {
      const refused = await send(page, await draw());
      expect([refused.status, refused.errorOf('code')]).toEqual([422, expect.stringMatching(WRONG_CODE)]);
    }
    const stopped = await send(page, await app.code(1));
    expect([stopped.status, stopped.errorOf('code')]).toEqual([429, expect.stringContaining('Подождите')]);
    const letter = await world.mail.waitForLetter({
      to: `${login}@example.test`,
      subject: 'пароль верный, код нет',
    });
    expect(letter.text).toContain('сеть 127.61.0.0');
    await world.mail.noLetter({ to: `${login}@example.test`, subject: 'код нет', within: 300 });
    await quarterOfAnHour();
    expect((await send(page, await app.code(1))).status).toBe(303);
  });

  it('uses each code once, however many send it at the same time, from the app or from the paper', async () => {
    const { app, paper, login, id } = await withApp('raced');
    for (const code of [await app.code(), paper[0]!]) {
      const pages = await Promise.all([1, 2, 3, 4].map(() => half(login)));
      const answers = await Promise.all(pages.map((page) => send(page, code)));
      expect(answers.map(({ status }) => status).sort()).toEqual([303, 422, 422, 422]);
      await quarterOfAnHour();
    }
    const letter = await world.mail.waitForLetter({
      to: `${login}@example.test`,
      subject: 'использован резервный код',
    });
    expect(letter.text).toContain('Осталось кодов: 9');
    expect((await journal(id)).filter((action) => action === 'user.recovery-code-used')).toHaveLength(1);
  });

  it('gets other recovery codes, another telephone, or none of it, by password and code', async () => {
    const { client, paper, login, id } = await withApp('changes');
    const ask = async (part: string, code: string) =>
      (await client.get(`${APP}/${part}`)).form(`${APP}/${part}`).submit({ current: PASSWORD, code });
    const renewed = await ask('codes', paper[0]!);
    const [fresh] = renewed.text.match(/\d{4} \d{4} \d{4}/g)!;
    expect((await ask('off', paper[1]!)).errorOf('code')).toMatch(WRONG_CODE);
    expect((await (await ask('off', fresh)).follow()).text).toContain('Теперь для входа достаточно пароля');
    await world.mail.waitForLetter({ to: `${login}@example.test`, subject: 'Вход с кодом отключён' });
    await signIn(world, login);
    expect(await journal(id)).toEqual(
      expect.arrayContaining(['user.recovery-codes-renewed', 'user.second-factor-off']),
    );
  });

  it('who has no password sets one first', async () => {
    const client = await signIn(world, 'no-word', await giveResident(world, 'no-word'));
    await world.database.query("UPDATE users SET password_hash = NULL WHERE login = 'no-word'");
    const page = await client.get(APP);
    expect(page.heading).toBe('Вход с кодом из приложения');
    expect(page.text).toContain('Пароль у вас пока не задан.');
    const sent = await page.form('/profile/password/letter').submit();
    expect(sent.location).toBe(APP);
    expect((await sent.follow()).text).toContain('отправлено письмо');
  });
});

describe('No other way in goes past the code', () => {
  it('a profile of a provider is asked for it, too', async () => {
    const { app, id } = await withApp('by-vk');
    await world.database.query(
      "INSERT INTO identities (provider, subject, user_id, created_at) VALUES ('vk', '777', $1, now())",
      [id],
    );
    const visitor = world.visitor();
    const away = awayTo(await (await visitor.get('/auth/')).form('/auth/vk').submit());
    const who = { id: '777', firstName: 'Пётр', lastName: 'Лаптев', email: 'p777@example.test' };
    const back = await visitor.get(await provider.allow(away, who));
    expect(back.location).toMatch(/^\/auth\/code/);
    expect((await visitor.get('/profile')).status).toBe(303);
    expect((await send(await visitor.get(CODE), 'буквы')).status).toBe(422);
    const letter = await world.mail.waitForLetter({
      to: 'by-vk@example.test',
      subject: 'неверный код после входа через профиль',
    });
    expect(letter.text).toContain('с вашим профилем через VK ID');
    expect(letter.text).not.toMatch(/пароль верный|верный пароль|ваш пароль знает/);
    expect((await send(await visitor.get(CODE), await app.code())).location).toBe('/accounts');
    expect((await visitor.get('/profile/sign-ins')).text).toContain('VK ID');
  });

  it('nor a new password by letter', async () => {
    const { app } = await withApp('by-letter');
    await recover('by-letter');
    const visitor = world.visitor();
    const led = await type('by-letter', NEW, visitor);
    expect(led.location).toMatch(/^\/auth\/code/);
    expect((await send(await led.follow(), await app.code())).location).toBe('/accounts');
  });

  it('a key is added by the code as well, and opens without one', async () => {
    const { client, paper } = await withApp('and-key');
    const keys = await client.get('/profile/passkeys');
    const without = await keys.form('/profile/passkeys').submit({ name: 'Телефон', current: PASSWORD });
    expect(without.errorOf('code')).toBe('Введите код');
    const shown = { name: 'Телефон', current: PASSWORD, code: paper[0]! };
    const page = await keys.form('/profile/passkeys').submit(shown);
    const key = deviceFor(world);
    await page.form(/finish/).submit({ answer: key.create(askedOn(page)) });
    expect((await comeBy(world.visitor(), '/auth/passkey', key)).location).toBe('/accounts');
  });

  it('is guessed no better by whoever has the mailbox: a new password makes no browser a known one', async () => {
    const { app, client, login } = await withApp('by-mailbox');
    const thief = world.visitor();
    await recover(login, thief);
    const [page, another] = [await typed(thief), await typed(world.visitor())];
    for (let guess = 0; guess < 3; guess += 1) await send(page, `00000${guess}`);
    for (let guess = 3; guess < 6; guess += 1) await send(another, `00000${guess}`);
    expect((await send(page, await app.code())).status).toBe(429);
    // the browser of the owner counts for itself
    expect((await send(await typed(client), await app.code())).status).toBe(303);

    async function typed(visitor: Client): Promise<Page> {
      return (await type(login, NEW, visitor)).follow();
    }
  });

  it('keeps the door open for its owner while somebody guesses who has the password', async () => {
    const { app, client, login } = await withApp('kept-open');
    const stranger = await half(login);
    for (let guess = 0; guess < 6; guess += 1) await send(stranger, `00000${guess}`);
    expect((await send(stranger, await app.code())).status).toBe(429);
    // inside, and at the sign-in of a browser that has come in before
    const codes = await (
      await client.get(`${APP}/codes`)
    )
      .form(`${APP}/codes`)
      .submit({ current: PASSWORD, code: await app.code() });
    expect(codes.status).toBe(200);
    await (await client.get('/auth/logout')).form('/auth/logout').submit();
    await later(login);
    const page = await half(login, client);
    expect((await send(page, '000000')).status).toBe(422);
    expect((await send(page, await app.code())).status).toBe(303);
    expect((await client.get('/profile')).status).toBe(200);
  });

  it('nor a hundred guesses: then no code helps, and the office does', async () => {
    const { app, login } = await withApp('hundred-codes');
    expect((await send(await half(login), '000000')).status).toBe(422);
    await quarterOfAnHour();
    await world.database.query("UPDATE rate_limits SET points = 100 WHERE key LIKE 'totp: %in a row:%'");
    const stopped = await send(await half(login), await app.code());
    expect([stopped.status, stopped.errorOf('code')]).toEqual([
      429,
      expect.stringMatching(/^Слишком много неверных кодов подряд\. Придите с паспортом/),
    ]);
    await world.database.query("DELETE FROM rate_limits WHERE key LIKE 'totp: %in a row:%'");
  });

  it.each([
    ["password_changed_at = now() - interval '1 second'", 'Пароль с тех пор изменился'],
    ["status = 'blocked'", 'Личный кабинет закрыт'],
    [
      'second_factor_at = NULL, second_factor_secret = NULL, second_factor_step = NULL',
      'отключили или сбросили',
    ],
  ])('nor a page that stood open while %s', async (change, why) => {
    const login = `open-${change.slice(0, 6)}`;
    const { app, id } = await withApp(login);
    const page = await half(login);
    await world.database.query(`UPDATE users SET ${change} WHERE id = $1`, [id]);
    const refused = await send(page, await app.code());
    expect(refused.location).toBe('/auth/login');
    expect((await refused.follow()).text).toContain(why);
  });

  it('nor a session that begins while the app is being connected', async () => {
    const login = 'meanwhile';
    const client = await signIn(world, login, await giveResident(world, login));
    const begun = await (await client.get(APP)).form(`${APP}/begin`).submit({ current: PASSWORD });
    const qr = await begun.follow();
    const visitors = [1, 2, 3, 4].map(() => world.visitor());
    const forms = await Promise.all(visitors.map((visitor) => visitor.get('/auth/login')));
    const [enrolled] = await Promise.all([
      scan(qr),
      ...forms.map((page) => page.form('/auth/login').submit({ login, password: PASSWORD })),
    ]);
    expect(enrolled.paper).toHaveLength(10);
    const inside = await Promise.all(visitors.map(async (visitor) => (await visitor.get('/profile')).status));
    expect(inside).toEqual([303, 303, 303, 303]);
    expect((await client.get('/profile')).status).toBe(200);
  });
});

describe('Whoever has lost the telephone and the paper', () => {
  it('comes by a slip of the office, which no operator gives alone and which takes the app away', async () => {
    const { id, login } = await withApp('lost');
    const operator = await hire(world, 'one-alone', 'operator', 'Одинцов Олег');
    const chief = await hire(world, 'second', 'administrator', 'Вторая Вера');
    const path = `/office/residents/${id}/slip`;
    const asked = await operator.get(path);
    expect(asked.text).toContain('У жителя есть: вход с кодом из приложения.');
    const waits = await asked.form(path).submit({ ground: 'passport' });
    expect((await waits.follow()).text).toContain('Нужен второй человек');
    const approve = (await chief.get('/office/residents/approvals'))
      .forms()
      .find(({ action }) => action.endsWith('/approve'))!;
    expect((await (await approve.submit({})).follow()).text).toContain('Подтверждено');
    const printed = await (await operator.get(path)).form(path).submit({ ground: 'passport' });
    const code = printed.html.querySelector('.word')!.text.trim();
    const slip = (await world.visitor().get('/auth/slip')).form('/auth/slip');
    const used = await slip.submit({ code, password: NEW, repeat: NEW });
    expect((await used.follow()).text).toContain(
      'Больше не действует: вход с кодом из приложения. Подключить заново можно в профиле.',
    );
    expect((await type(login, NEW, world.visitor())).location).toBe('/accounts');
    await world.mail.waitForLetter({ to: `${login}@example.test`, subject: 'снят по листку из офиса' });
    expect(await journal(id)).toContain('user.second-factor-reset');
    expect((await operator.get(`/office/residents/${id}`)).text).not.toMatch(
      /Вход с кодом из приложения подключён/,
    );
  });

  it('keeps an app that was connected after an operator alone had given a slip', async () => {
    const login = 'slip-first';
    const client = await signIn(world, login, await giveResident(world, login));
    const operator = await hire(world, 'slip-giver', 'operator', 'Листкова Лидия');
    const path = `/office/residents/${await idOf(login)}/slip`;
    const printed = await (await operator.get(path)).form(path).submit({ ground: 'passport' });
    await connect(client);
    const code = printed.html.querySelector('.word')!.text.trim();
    const slip = (await world.visitor().get('/auth/slip')).form('/auth/slip');
    expect((await slip.submit({ code, password: NEW, repeat: NEW })).status).toBe(303);
    expect((await type(login, NEW, world.visitor())).location).toMatch(/^\/auth\/code/);
  });

  it('does not come by «это не я», whenever the app was connected: whoever has the mailbox alone stays outside', async () => {
    const login = 'mailbox-read';
    await signIn(world, login, await giveResident(world, login));
    const own = await signIn(world, login);
    const { app } = await connect(own);
    await later(login);
    const link = await linkOf(`${login}@example.test`, 'Вход с нового устройства', '/auth/not-me');
    const pressed = await (await world.visitor().get(link)).form('/auth/not-me').submit();
    expect((await pressed.follow()).text).toContain('придите с паспортом в наш офис');
    expect((await own.get('/accounts')).status).toBe(303);
    const set = await linkOf(`${login}@example.test`, 'Запрос на смену пароля', 'USER_CHECKWORD');
    const reader = world.visitor();
    await (await reader.get(set)).form('/auth/password').submit({ password: NEW, repeat: NEW });
    expect((await reader.get('/accounts')).status).toBe(303);
    const asked = await type(login, NEW, reader);
    expect(asked.location).toMatch(/^\/auth\/code/);
    // and the owner, whose telephone it is, is not shut out by that
    expect(
      (await send(await (await type(login, NEW, world.visitor())).follow(), await app.code())).status,
    ).toBe(303);
  });
});
