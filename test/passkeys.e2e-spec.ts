import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import type { Page } from './support/page.js';
import type { Odd, PasskeyDevice } from './support/passkey-device.js';
import { askedOn, comeBy, deviceFor } from './support/passkeys.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const REFUSED = 'Войти ключом доступа не получилось. Попробуйте ещё раз или войдите с логином и паролем.';
const KEYS = '/profile/passkeys';
const NEW = 'облако и сито 9';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

const device = (): PasskeyDevice => deviceFor(world);

async function begin(resident: Client, name = 'Телефон'): Promise<Page> {
  return (await resident.get(KEYS)).form(KEYS).submit({ name, current: PASSWORD });
}

async function add(resident: Client, key = device(), name = 'Телефон'): Promise<PasskeyDevice> {
  const page = await begin(resident, name);
  const done = await page.form(/passkey/).submit({ answer: key.create(askedOn(page)) });
  expect((await done.follow()).text).toContain(`Ключ «${name}» добавлен`);
  return key;
}

async function residentWithKey(login: string): Promise<{ resident: Client; key: PasskeyDevice }> {
  const resident = await signIn(world, login, await giveResident(world, login));
  return { resident, key: await add(resident) };
}

/** Comes by a key, in a browser that nobody has used. */
const come = (key: PasskeyDevice, odd: Odd = {}, visitor = world.visitor()): Promise<Page> =>
  comeBy(visitor, '/auth/passkey', key, odd);

function refused(page: Page): void {
  expect(page.status).toBe(422);
  expect(page.text).toContain(REFUSED);
}

describe('A resident with a key of a device', () => {
  it('adds it after the password, is told by letter, and comes in without a password', async () => {
    const { key } = await residentWithKey('keyed');
    const letter = await world.mail.waitForLetter({
      to: 'keyed@example.test',
      subject: 'В кабинет можно войти ключом доступа',
    });
    expect(letter.text).toContain('«Телефон»');
    const visitor = world.visitor();
    const page = await come(key, {}, visitor);
    expect(page.location).toBe('/accounts');
    expect((await visitor.get('/profile/sign-ins')).text).toContain('ключ доступа');
    expect((await visitor.get(KEYS)).text).toContain('Последний вход');
    const [journal] = await world.database.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM audit_events WHERE action = 'user.passkey-added' AND actor_name = 'keyed'",
    );
    expect(journal!.count).toBe(1);
  });

  it('has several, each with a name that can be changed, and removes one after the password', async () => {
    const { resident, key } = await residentWithKey('several');
    const second = await add(resident, device(), 'Компьютер');
    const page = await resident.get(KEYS);
    expect(page.text).toContain('Компьютер');
    const [id] = [...page.body.matchAll(/\/profile\/passkeys\/([\w-]{36})/g)].map(([, found]) => found!);
    const named = await (
      await resident.get(`${KEYS}/${id}`)
    )
      .form(`${KEYS}/${id}/name`)
      .submit({ name: 'Старый телефон' });
    expect((await named.follow()).text).toContain('Старый телефон');
    const wrong = await (
      await resident.get(`${KEYS}/${id}`)
    )
      .form(`${KEYS}/${id}/remove`)
      .submit({ current: 'не тот пароль' });
    expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
    const gone = await (
      await resident.get(`${KEYS}/${id}`)
    )
      .form(`${KEYS}/${id}/remove`)
      .submit({ current: PASSWORD });
    expect((await gone.follow()).text).toContain('Ключ «Старый телефон» удалён');
    await world.mail.waitForLetter({ to: 'several@example.test', subject: 'Ключ доступа удалён' });
    refused(await come(key));
    expect((await come(second)).location).toBe('/accounts');
  });

  it('adds none with a wrong password, and none that a stranger has', async () => {
    const { resident, key } = await residentWithKey('known');
    const wrong = await (await resident.get(KEYS)).form(KEYS).submit({ name: 'Чужой', current: 'не тот' });
    expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
    const other = await signIn(world, 'other', await giveResident(world, 'other'));
    const page = await begin(other);
    const taken = await page.form(/passkey/).submit({ answer: key.create(askedOn(page)) });
    expect((await taken.follow()).text).toContain('им уже входят');
    const again = await begin(resident);
    expect(askedOn(again).excludeCredentials).toHaveLength(1);
    const [id] = (/passkeys\/([\w-]{36})/.exec((await resident.get(KEYS)).body) ?? []).slice(1);
    expect((await other.get(`${KEYS}/${id}`)).status).toBe(404);
  });

  it('who has no password removes no key: it is the last way in', async () => {
    const { resident } = await residentWithKey('last-way');
    const [id] = (/passkeys\/([\w-]{36})/.exec((await resident.get(KEYS)).body) ?? []).slice(1);
    const form = (await resident.get(`${KEYS}/${id}`)).form(`${KEYS}/${id}/remove`);
    await world.database.query("UPDATE users SET password_hash = NULL WHERE login = 'last-way'");
    expect((await form.submit({ current: PASSWORD })).errorOf('current')).toBe('Пароль не подошёл');
    expect((await resident.get(KEYS)).text).toContain('задайте пароль');
  });
});

describe('Refused with one text and no fault', () => {
  it.each([
    ['another address', { origin: 'https://kabinet.evil.example' }],
    ['a key of another portal', { rpId: 'evil.example' }],
    ['a device that has not looked who holds it', { verified: false }],
    ['a count that goes back', { counter: 0 }],
  ])('%s', async (_, odd) => {
    const login = `odd-${Object.keys(odd)[0]!.toLowerCase()}`;
    const { key } = await residentWithKey(login);
    expect((await come(key)).location).toBe('/accounts');
    refused(await come(key, odd));
  });

  it('a new key of another address or unverified', async () => {
    const resident = await signIn(world, 'new-odd', await giveResident(world, 'new-odd'));
    for (const odd of [{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { verified: false }]) {
      const page = await begin(resident);
      const done = await page.form(/passkey/).submit({ answer: device().create(askedOn(page), odd) });
      expect((await done.follow()).text).toContain('Ключ не добавлен');
    }
  });

  it('an unknown key, broken words, and an answer to nothing', async () => {
    const stranger = device();
    stranger.create({ challenge: 'x', user: { id: 'eA' } });
    refused(await come(stranger));
    for (const answer of [
      '{',
      'null',
      '[]',
      '{"id":{}}',
      '{"id":"x","response":null}',
      '"',
      '{"id":"key"}',
    ]) {
      const page = await world.visitor().get('/auth/passkey');
      refused(await page.form(/passkey/).submit({ answer }));
    }
    const page = await world.visitor().get('/auth/passkey');
    expect((await page.form(/passkey/).submit({ answer: '' })).status).toBe(422);
    expect((await page.form(/passkey/).submit({ answer: 'x'.repeat(20_000) })).status).toBe(422);
    expect((await page.form(/passkey/).submit({ answer: 'x'.repeat(1_100_000) })).status).toBe(413);
  });

  it('a question of another browser, and an answer that was used', async () => {
    const { key } = await residentWithKey('replayed');
    const asked = askedOn(await world.visitor().get('/auth/passkey'));
    const other = await world.visitor().get('/auth/passkey');
    refused(await other.form(/passkey/).submit({ answer: key.get(asked) }));
    const visitor = world.visitor();
    const page = await visitor.get('/auth/passkey');
    const copy = visitor.copy();
    const answer = key.get(askedOn(page));
    const form = page.form(/passkey/);
    const token = form.values();
    const both = await Promise.all([
      form.submit({ answer }),
      copy.post('/auth/passkey', { ...token, answer: [answer] }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual([303, 422]);
  });

  it('a resident who was blocked', async () => {
    const { key } = await residentWithKey('shut');
    await world.database.query("UPDATE users SET status = 'blocked' WHERE login = 'shut'");
    const page = await come(key);
    expect(page.status).toBe(422);
    expect(page.text).toContain('Личный кабинет закрыт. Позвоните нам или обратитесь в офис нашей компании.');
    expect(page.text).not.toContain(REFUSED);
  });
});

describe('Whoever was in before the owner', () => {
  it('is out with a new password by letter, and what was begun is worthless', async () => {
    const { resident, key } = await residentWithKey('recovered');
    const begun = await begin(resident);
    const page = await (await world.visitor().get('/auth/')).click('Забыли пароль?');
    await page.form('/auth/recovery').submit({ login: 'recovered' });
    const letter = await world.mail.waitForLetter({
      to: 'recovered@example.test',
      subject: 'УК «Макском»: Запрос на смену пароля',
    });
    const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
    const set = (await world.visitor().get(link)).form('/auth/password');
    expect((await set.submit({ password: NEW, repeat: NEW })).status).toBe(303);
    refused(await come(key));
    const late = await begun.form(/passkey/).submit({ answer: device().create(askedOn(begun)) });
    expect(late.text).not.toContain('добавлен');
    const [left] = await world.database.query<{ count: number }>(
      "SELECT count(*)::int AS count FROM passkeys k JOIN users u ON u.id = k.user_id WHERE u.login = 'recovered'",
    );
    expect(left!.count).toBe(0);
  });

  it('is out with «это не я»', async () => {
    const { key } = await residentWithKey('disowned');
    expect((await come(key)).location).toBe('/accounts');
    const letter = await world.mail.waitForLetter({
      to: 'disowned@example.test',
      subject: 'Вход с нового устройства',
    });
    expect(letter.text).toContain('ключ доступа');
    const link = letter.links.find((one) => one.includes('/auth/not-me'))!;
    await (await world.visitor().get(link)).form('/auth/not-me').submit();
    refused(await come(key));
  });
});

describe('A portal that is opened by a number', () => {
  const by = (host: string): { headers: Record<string, string> } => ({ headers: { host } });

  it('says that keys cannot work, leads to its name on this machine, and keeps what there is', async () => {
    const { resident } = await residentWithKey('number');
    const { host, port } = new URL(world.product.url);
    const named = `http://localhost:${port}`;
    const visitor = world.visitor();
    const page = await visitor.get('/auth/passkey?next=/profile', by(host));
    expect(page.text).toContain('ключи доступа действуют только там, где он открыт по имени');
    expect(page.html.querySelector('[data-passkey]')).toBeNull();
    expect(page.html.querySelector(`a[href="${named}/auth/passkey?next=%2Fprofile"]`)).not.toBeNull();
    const list = await resident.get(KEYS, by(host));
    expect(list.text).toContain('Телефон');
    expect(list.html.querySelector(`a[href="${named}${KEYS}"]`)).not.toBeNull();
    expect(list.html.querySelector('[name=current]')).toBeNull();
    const far = await visitor.get('/auth/passkey', by(`192.168.1.5:${port}`));
    expect(far.text).toContain('ключи доступа действуют только там, где он открыт по имени');
    expect(far.text).not.toContain('Откройте эту страницу');
    // a form of before leads to no button that fails
    const begun = await resident.get(KEYS);
    const fields = Object.entries(begun.form(KEYS).values()).map(([name, [value]]) => [name, value!]);
    const sent = { ...Object.fromEntries(fields), name: 'Второй', current: PASSWORD } as Record<
      string,
      string
    >;
    const answer = await resident.post(KEYS, sent, by(host));
    expect([answer.status, answer.html.querySelector('[data-passkey]')]).toEqual([200, null]);
    expect(answer.text).toContain('где он открыт по имени');
  });
});
