import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { half } from './support/authenticator.js';
import type { Client } from './support/client.js';
import { act, enterOffice, hire, list, loadDemo, STAFF_PASSWORD, todo } from './support/office.js';
import type { Page } from './support/page.js';
import type { Odd, PasskeyDevice } from './support/passkey-device.js';
import { askedOn, comeBy, deviceFor } from './support/passkeys.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { expectNothingOpens, officeOf, sendCode } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

const KEYS = '/staff/passkeys';
const ENTRANCE = '/staff/login/key';
const REFUSED = 'Войти ключом доступа не получилось.';

let world: World;
let chief: Client;
let chiefPassword: string;
const { idOf, journal, withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const demo = await loadDemo(world);
  chiefPassword = demo.password;
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

const device = (): PasskeyDevice => deviceFor(world);

async function begin(client: Client, name: string, code = ''): Promise<Page> {
  const more = code === '' ? {} : { code };
  return (await client.get(KEYS)).form(KEYS).submit({ name, current: STAFF_PASSWORD, ...more });
}

/** Adds a key, after the password and a code where there is an app. */
async function add(client: Client, name = 'Компьютер', code = ''): Promise<PasskeyDevice> {
  const key = device();
  const page = await begin(client, name, code);
  const done = await page.form(/finish/).submit({ answer: key.create(askedOn(page)) });
  expect((await done.follow()).text).toContain(`Ключ «${name}» добавлен`);
  return key;
}

async function withKey(login: string, role = 'operator'): Promise<{ client: Client; key: PasskeyDevice }> {
  const client = await hire(world, login, role, `Сотрудник ${login}`);
  return { client, key: await add(client) };
}

/** Comes by a key, in a browser that nobody has used. */
const come = (key: PasskeyDevice, odd: Odd = {}, visitor = world.visitor()): Promise<Page> =>
  comeBy(visitor, ENTRANCE, key, odd);

async function password(login: string, visitor = world.visitor()): Promise<Page> {
  return (await visitor.get('/staff/login')).form('/staff/login').submit({ login, password: STAFF_PASSWORD });
}

const idsOn = (page: Page): string[] =>
  [...page.body.matchAll(/\/staff\/passkeys\/([\w-]{36})/g)].map(([, found]) => found!);

async function remove(client: Client, id: string): Promise<Page> {
  const page = await client.get(`${KEYS}/${id}`);
  return page.form(`${KEYS}/${id}/remove`).submit({ current: STAFF_PASSWORD });
}

function refused(page: Page): void {
  expect(page.status).toBe(422);
  expect(page.text).toContain(REFUSED);
}

const longAgo = (login: string): Promise<unknown> =>
  world.database.query(
    `UPDATE sessions SET created_at = now() - interval '11 minutes' WHERE staff_id =
       (SELECT id FROM staff WHERE login = $1)`,
    [login],
  );

describe('Somebody of the office with a key of a device', () => {
  it('adds it after the password, is told by letter, and comes in by it alone to the page that was asked for', async () => {
    const other = await hire(world, 'keyed', 'operator', 'Ключева Анна');
    const client = await enterOffice(world, 'keyed', STAFF_PASSWORD);
    const first = await world.mail.waitForLetter({
      to: 'keyed@example.test',
      subject: 'с нового устройства',
    });
    expect(first.text).toContain('Как: пароль\n');
    const key = await add(client);
    const letter = await world.mail.waitForLetter({
      to: 'keyed@example.test',
      subject: 'Ключ доступа добавлен',
    });
    expect(letter.text).toMatch(/ключом доступа «Компьютер».*сеть 127\.0\.0\.0/s);
    // their other sessions have shown a password alone
    expect((await other.get('/office')).status).toBe(303);
    expect((await client.get('/office')).status).toBe(200);
    const visitor = world.visitor();
    const page = await visitor.get(`${ENTRANCE}?next=${encodeURIComponent('/office/search?page=2')}`);
    const inside = await page.form(ENTRANCE).submit({ answer: key.get(askedOn(page)) });
    expect(inside.location).toBe('/office/search?page=2');
    expect((await visitor.get('/office')).status).toBe(200);
    expect((await visitor.get(ENTRANCE)).location).toBe('/office');
    expect(await journal('keyed')).toEqual(
      expect.arrayContaining(['staff.passkey-added', 'staff.signed-in']),
    );
    const [line] = await list(chief, 'staff-sign-ins', '?filters.login=keyed');
    expect(line).toMatchObject({ way: 'passkey', newDevice: 'true' });
    const told = await world.mail.waitForLetter({ to: 'keyed@example.test', subject: 'с нового устройства' });
    expect(told.text).toContain('Как: ключ доступа');
    const [listed] = await list(chief, 'staff', '?filters.login=keyed');
    expect(listed).toMatchObject({ keys: '1' });
  });

  it('has several with names, and removes one after the password, whoever is in by it', async () => {
    const { client, key } = await withKey('several');
    const second = await add(client, 'Телефон');
    const [id] = idsOn(await client.get(KEYS));
    const page = await client.get(`${KEYS}/${id}`);
    const named = await page.form(`${KEYS}/${id}/name`).submit({ name: 'Старый компьютер' });
    expect((await named.follow()).text).toContain('Старый компьютер');
    const thief = world.visitor();
    expect((await come(key, {}, thief)).location).toBe('/office');
    const wrong = await page.form(`${KEYS}/${id}/remove`).submit({ current: 'не тот пароль' });
    expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
    expect((await (await remove(client, id!)).follow()).text).toContain('Ключ «Старый компьютер» удалён');
    await world.mail.waitForLetter({ to: 'several@example.test', subject: 'Ключ доступа удалён' });
    expect((await thief.get('/office')).status).toBe(303);
    refused(await come(key));
    expect((await come(second)).location).toBe('/office');
    expect(await journal('several')).toEqual(
      expect.arrayContaining(['staff.passkey-renamed', 'staff.passkey-removed']),
    );
  });

  it('does not come in by the password alone any more', async () => {
    await withKey('no-password');
    const visitor = world.visitor();
    const page = await password('no-password', visitor);
    expect(page.location).toBe(ENTRANCE);
    expect((await page.follow()).text).toContain('Теперь подтвердите вход ключом доступа');
    await expectNothingOpens(visitor);
  });

  it('who has an app as well shows its code to change keys, and comes in by either', async () => {
    const { client, app, paper, login } = await withApp('both');
    const without = await begin(client, 'Компьютер');
    expect(without.errorOf('code')).toBe('Введите код');
    const key = await add(client, 'Компьютер', paper[0]);
    expect((await come(key)).location).toBe('/office');
    const page = await half(world.visitor(), login);
    expect(page.body).toContain('href="/staff/login/key');
    expect((await sendCode(page, await app.code())).location).toBe('/office');
  });

  it('who has nothing else and came in long ago comes in anew before anything changes', async () => {
    const { client, key } = await withKey('long-ago', 'administrator');
    const victim = await withApp('not-taken');
    await longAgo('long-ago');
    const again = await begin(client, 'Чужой');
    expect([again.status, again.text]).toEqual([
      422,
      expect.stringContaining('войдите ключом доступа ещё раз'),
    ]);
    const path = `staff/records/${victim.id}/resetSecondFactor`;
    const shown = { ground: 'открытый экран', current: STAFF_PASSWORD };
    expect((await act(client, path, shown)).errors).toHaveProperty('current');
    await (await client.get('/staff/logout')).form('/staff/logout').submit();
    expect((await come(key, {}, client)).location).toBe('/office');
    expect((await act(client, path, shown)).errors).toBeUndefined();
  });

  it('gets an own password first where an administrator has given a one-time one', async () => {
    const { key } = await withKey('given-anew');
    const { result } = await act(chief, `staff/records/${await idOf('given-anew')}/resetPassword`);
    const visitor = world.visitor();
    const form = (await visitor.get('/staff/login')).form('/staff/login');
    const led = await form.submit({ login: 'given-anew', password: result!.words![0]!.value });
    expect(led.location).toBe(ENTRANCE);
    const own = await (await come(key, {}, visitor)).follow();
    const names = own
      .form('/staff/password')
      .names()
      .filter((name) => !name.startsWith('_'));
    expect(names).toEqual(['password', 'repeat']);
  });
});

describe('Refused with one text and no fault', () => {
  it.each([
    ['another address', { origin: 'https://kabinet.evil.example' }],
    ['a key of another portal', { rpId: 'evil.example' }],
    ['a device that has not looked who holds it', { verified: false }],
    ['a count that goes back', { counter: 0 }],
  ])('%s', async (_, odd) => {
    const { key } = await withKey(`odd-${Object.keys(odd)[0]!.toLowerCase()}`);
    expect((await come(key)).location).toBe('/office');
    refused(await come(key, odd));
  });

  it('a key of a resident here, one of the office there, and the answer to another question', async () => {
    const resident = await signIn(world, 'neighbour', await giveResident(world, 'neighbour'));
    const theirs = device();
    const asked = await (
      await resident.get('/profile/passkeys')
    )
      .form('/profile/passkeys')
      .submit({ name: 'Телефон', current: PASSWORD });
    await asked.form(/finish/).submit({ answer: theirs.create(askedOn(asked)) });
    refused(await come(theirs));
    const { key } = await withKey('office-key');
    refused(await comeBy(world.visitor(), '/auth/passkey', key));
    const elsewhere = askedOn(await world.visitor().get('/auth/passkey'));
    const page = await world.visitor().get(ENTRANCE);
    refused(await page.form(ENTRANCE).submit({ answer: key.get(elsewhere) }));
  });

  it('a key of somebody whose access was closed', async () => {
    const { key, client } = await withKey('dismissed');
    await act(chief, `staff/records/${await idOf('dismissed')}/disable`);
    const page = await come(key);
    expect([page.status, page.text]).toEqual([422, expect.stringContaining('Доступ в кабинет офиса закрыт')]);
    expect((await client.get(KEYS)).location).toBe('/staff/login');
  });

  it('a key that an administrator has reset, together with the app', async () => {
    const { client, login, id, paper } = await withApp('reset-all');
    const key = await add(client, 'Компьютер', paper[0]);
    const shown = { ground: 'сумку украли', current: chiefPassword };
    const { message } = await act(chief, `staff/records/${id}/resetSecondFactor`, shown);
    expect(message).toContain('Коды и ключи сброшены');
    refused(await come(key));
    expect((await client.get('/office')).status).toBe(303);
    const letter = await world.mail.waitForLetter({
      to: `${login}@example.test`,
      subject: 'сбросил администратор',
    });
    expect(letter.text).toContain('ключи доступа больше не действуют');
    expect((await password(login)).location).toBe('/office');
    expect(await journal(login)).toEqual(
      expect.arrayContaining(['staff.passkey-removed', 'staff.second-factor-reset']),
    );
    const alone = await withKey('reset-key');
    const path = `staff/records/${await idOf('reset-key')}/resetSecondFactor`;
    expect((await act(chief, path, shown)).message).toContain('сброшены');
    refused(await come(alone.key));
    expect((await act(chief, path, shown)).status).not.toBe(200);
  });

  it('a question that was asked before a backup was restored', async () => {
    const { key } = await withKey('restored');
    const page = await world.visitor().get(ENTRANCE);
    await world.database.query('UPDATE installation SET restored_at = now()');
    refused(await page.form(ENTRANCE).submit({ answer: key.get(askedOn(page)) }));
    expect((await come(key)).location).toBe('/office');
  });
});

describe('Two at the same time', () => {
  it('send one answer, and it lets in once', async () => {
    const { key } = await withKey('twice');
    const visitor = world.visitor();
    const page = await visitor.get(ENTRANCE);
    const answer = key.get(askedOn(page));
    const fields = { ...page.form(ENTRANCE).values(), answer: [answer] };
    const both = await Promise.all([
      visitor.copy().post(ENTRANCE, fields),
      visitor.copy().post(ENTRANCE, fields),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  it('a key is removed and signs in: whatever comes first, nobody is inside afterwards', async () => {
    for (let round = 0; round < 4; round += 1) {
      const login = `raced-${round}`;
      const { client, key } = await withKey(login);
      await add(client, 'Телефон');
      const [id] = idsOn(await client.get(KEYS));
      const thief = world.visitor();
      const page = await thief.get(ENTRANCE);
      const form = (await client.get(`${KEYS}/${id}`)).form(`${KEYS}/${id}/remove`);
      const [, gone] = await Promise.all([
        page.form(ENTRANCE).submit({ answer: key.get(askedOn(page)) }),
        form.submit({ current: STAFF_PASSWORD }),
      ]);
      expect(gone.status).toBe(303);
      expect([round, (await thief.get('/office')).status]).toEqual([round, 303]);
    }
  });
});

describe('Where a second factor is required', () => {
  it('a key is one: nothing else is asked for, and the last of them stays, whoever removes two at once', async () => {
    const { client, key } = await withKey('required');
    const second = await add(client, 'Телефон');
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2026-01-15' });
    const visitor = world.visitor();
    expect((await come(key, {}, visitor)).location).toBe('/office');
    expect((await visitor.get('/office')).status).toBe(200);
    expect((await todo(visitor)).filter(({ href }) => href.startsWith('/staff/'))).toEqual([]);
    // each in a session of its own, since a removal ends the others
    const other = world.visitor();
    expect((await come(second, {}, other)).location).toBe('/office');
    const ids = idsOn(await visitor.get(KEYS));
    expect(ids).toHaveLength(2);
    const [one, two] = [await visitor.get(`${KEYS}/${ids[0]}`), await other.get(`${KEYS}/${ids[1]}`)];
    const ends = await Promise.all([
      one.form(`${KEYS}/${ids[0]}/remove`).submit({ current: STAFF_PASSWORD }),
      two.form(`${KEYS}/${ids[1]}/remove`).submit({ current: STAFF_PASSWORD }),
    ]);
    expect(ends.map(({ location }) => location)).toContain(KEYS);
    const [left] = await world.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM staff_passkeys WHERE staff_id = $1',
      [await idOf('required')],
    );
    expect(left!.count).toBe(1);
    const stayed = world.visitor();
    const living = (await come(key, {}, stayed)).status === 303 ? stayed : await throughOther(second);
    const [last] = idsOn(await living.get(KEYS));
    const kept = await remove(living, last!);
    expect([kept.status, kept.text]).toEqual([409, expect.stringContaining('Сначала добавьте другой ключ')]);
  });

  it('whoever has neither may add a key in the place of the app', async () => {
    const login = 'owes-one';
    await hire(world, login, 'operator', 'Должник Олег');
    const visitor = world.visitor();
    const page = await (await password(login, visitor)).follow();
    expect(page.path).toContain('/staff/second-factor/new');
    await expectNothingOpens(visitor);
    expect(page.body).toContain('href="/staff/passkeys"');
    await add(visitor);
    expect((await visitor.get('/office')).status).toBe(200);
  });

  it('of an app and the only key one stays, whoever takes away both at once', async () => {
    const { client, paper, id } = await withApp('both-at-once');
    const key = await add(client, 'Компьютер', paper[0]);
    const other = world.visitor();
    expect((await come(key, {}, other)).location).toBe('/office');
    const [only] = idsOn(await other.get(KEYS));
    const off = (await client.get('/staff/second-factor/off')).form('/staff/second-factor/off');
    const gone = (await other.get(`${KEYS}/${only}`)).form(`${KEYS}/${only}/remove`);
    await Promise.all([
      off.submit({ current: STAFF_PASSWORD, code: paper[1]! }),
      gone.submit({ current: STAFF_PASSWORD, code: paper[2]! }),
    ]);
    const [left] = await world.database.query<{ app: boolean; keys: number }>(
      `SELECT second_factor_at IS NOT NULL AS app,
         (SELECT count(*)::int FROM staff_passkeys k WHERE k.staff_id = s.id) AS keys FROM staff s WHERE id = $1`,
      [id],
    );
    expect(Number(left!.app) + left!.keys).toBe(1);
  });

  it('an app may be switched off where a key is left, and a key removed where an app is', async () => {
    const { client, paper } = await withApp('swaps');
    await add(client, 'Компьютер', paper[0]);
    const off = await client.get('/staff/second-factor/off');
    const shown = { current: STAFF_PASSWORD, code: paper[1]! };
    const done = await off.form('/staff/second-factor/off').submit(shown);
    expect((await done.follow()).text).toContain('Вход с кодом отключён. Теперь входите ключом доступа.');
  });
});

async function throughOther(key: PasskeyDevice): Promise<Client> {
  const visitor = world.visitor();
  expect((await come(key, {}, visitor)).location).toBe('/office');
  return visitor;
}

it('A portal that is opened by a number says to the office, too, that keys cannot work there', async () => {
  const { client } = await withKey('number');
  const { host, port } = new URL(world.product.url);
  for (const [who, path] of [
    [world.visitor(), ENTRANCE],
    [client, KEYS],
  ] as const) {
    const page = await who.get(path, { headers: { host } });
    expect(page.text).toContain('ключи доступа действуют только там, где он открыт по имени');
    expect(page.html.querySelector(`a[href="http://localhost:${port}${path}"]`)).not.toBeNull();
    expect(page.html.querySelector('[data-passkey], [name=current]')).toBeNull();
  }
});
