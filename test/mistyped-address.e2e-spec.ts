import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import type { Letter } from './support/letter.js';
import type { Page } from './support/page.js';
import { PASSWORD, register, registration } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SUBJECT = 'Подтверждение регистрации нового пользователя';
const REGISTRATION = '/auth/registration';
const ADDRESS = '/auth/registration/address';
const SENT = '/auth/registration/sent';
const OTHER = 'облако и сито 9';
const AGAIN = { password: PASSWORD, repeat: PASSWORD, consent: true };

let world: World;
let network = 1;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

/** From a network of their own: the limits are those of the product. */
function visitor(): Client {
  network += 1;
  return world.visitor(`127.0.${network}.1`);
}

async function begin(login: string, email: string, browser = visitor(), more = {}): Promise<Client> {
  const form = (await browser.get('/auth/?register=yes')).form(REGISTRATION);
  expect((await form.submit({ ...registration(login), email, ...more })).location).toBe(SENT);
  return browser;
}

async function fix(browser: Client, email: string, more = {}): Promise<Page> {
  return (await browser.get(ADDRESS)).form(REGISTRATION).submit({ ...AGAIN, email, ...more });
}

async function enter(login: string, password: string, browser = visitor()): Promise<Page> {
  return (await browser.get('/auth/')).form('/auth/login').submit({ login, password });
}

const letterTo = (to: string): Promise<Letter> => world.mail.waitForLetter({ to, subject: SUBJECT });

async function confirmBy(letter: Letter): Promise<Page> {
  return (await visitor().get(letter.links[0]!)).form('/auth/confirmation').submit({});
}

const rows = (login: string): Promise<{ email: string; status: string }[]> =>
  world.database.query('SELECT email, status FROM users WHERE login = $1', [login]);

const removed = (login: string): Promise<unknown[]> =>
  world.database.query(
    "SELECT 1 FROM audit_events WHERE action = 'user.removed' AND details->>'login' = $1",
    [login],
  );

async function refused(page: Page): Promise<void> {
  expect(page.location).toBe('/auth/');
  expect((await page.follow()).text).toContain('В этом браузере нечего исправлять');
}

describe('Whoever has mistyped the address of a registration with a password', () => {
  it('puts it right in the browser that registered: the old letter is dead, the new one confirms', async () => {
    const browser = await begin('typo', 'typo@exmaple.test');
    const lost = await letterTo('typo@exmaple.test');
    const sent = await browser.get(SENT);
    expect(sent.text).toContain('typo@exmaple.test');
    const page = await sent.click('Исправить адрес');
    expect(page.heading).toBe('Исправить адрес');
    const form = page.form(REGISTRATION);
    const names = ['login', 'firstName', 'lastName', 'email', 'password', 'consent'];
    expect(names.map((name) => form.value(name) ?? '')).toEqual([
      ...['typo', 'Ирина', 'Белова', 'typo@exmaple.test', '', ''],
    ]);
    // a double press makes one registration
    const right = { ...AGAIN, email: 'typo@example.test' };
    const twice = await Promise.all([form.submit(right), form.submit(right)]);
    expect([...twice, await form.submit(right)].map(({ location }) => location)).toEqual([SENT, SENT, SENT]);
    const letter = await letterTo('typo@example.test');
    expect((await browser.get(SENT)).text).toContain('typo@example.test');
    const stale = await visitor().get(lost.links[0]!);
    expect(stale.text).not.toContain('Белова');
    expect((await stale.form('/auth/confirmation').submit({})).errors.join()).toContain(
      'Указан неверный код',
    );
    expect((await browser.get(letter.links[0]!)).text).toContain('успешно подтверждена');
    expect(await rows('typo')).toEqual([{ email: 'typo@example.test', status: 'active' }]);
    expect(await removed('typo')).toHaveLength(1);
    expect((await enter('typo', PASSWORD)).location).toBe('/accounts');
  });

  it('puts it right later and elsewhere by the login and the password, and by no wrong one', async () => {
    await begin('later', 'later@exmaple.test');
    const browser = visitor();
    const wrong = await enter('later', OTHER, browser);
    expect(wrong.text).not.toContain('Исправить адрес');
    await refused(await browser.get(ADDRESS));
    const page = await (await enter('later', PASSWORD, browser)).click('Исправить адрес');
    expect(page.form(REGISTRATION).value('email')).toBe('later@exmaple.test');
    const answer = await page.form(REGISTRATION).submit({ ...AGAIN, email: 'later@example.test' });
    expect(answer.location).toBe(SENT);
    expect((await confirmBy(await letterTo('later@example.test'))).text).toContain('успешно подтверждена');
    expect((await enter('later', PASSWORD)).location).toBe('/accounts');
  });

  it('is told where to do it in a browser that knows nothing', async () => {
    const sent = await visitor().get(SENT);
    expect(sent.text).toContain('войдите со своим логином и паролем и нажмите «Исправить адрес»');
    expect(sent.text).not.toContain('зарегистрируйтесь ещё раз');
  });

  it('whose login is the address itself, types both, and may have another password', async () => {
    const browser = await begin('own@exmaple.test', 'own@exmaple.test');
    const page = await fix(browser, 'own@example.test');
    expect([page.status, page.errorOf('login')]).toEqual([422, expect.anything()]);
    expect(page.heading).toBe('Исправить адрес');
    const fields = { login: 'own@example.test', password: OTHER, repeat: OTHER, consent: true };
    expect((await page.form(REGISTRATION).submit(fields)).location).toBe(SENT);
    await confirmBy(await letterTo('own@example.test'));
    expect((await enter('own@example.test', OTHER)).location).toBe('/accounts');
    expect(await rows('own@exmaple.test')).toEqual([]);
  });

  it('loses nothing by a login that is taken', async () => {
    await register(world, 'busy');
    const browser = await begin('unlucky', 'unlucky@example.test');
    const letter = await letterTo('unlucky@example.test');
    const page = await fix(browser, 'unlucky@exmaple.test', { login: 'busy' });
    expect(page.errorOf('login')).toContain('занят');
    expect(await removed('unlucky')).toHaveLength(0);
    expect((await browser.get(letter.links[0]!)).text).toContain('успешно подтверждена');
  });
});

describe('Putting an address right replaces nothing', () => {
  it('of somebody else, or that its window has not seen', async () => {
    const browser = await begin('mine', 'mine@example.test');
    const form = (await browser.get(ADDRESS)).form(REGISTRATION);
    const foreign = form.value('instead')!;
    const stranger = await begin('stranger', 'stranger@example.test');
    const forged = (await stranger.get(ADDRESS)).form(REGISTRATION);
    const sent = { ...AGAIN, login: 'forged', email: 'forged@example.test', instead: foreign };
    const values = Object.entries(forged.values()).map(([name, [value]]) => [name, value!] as const);
    await refused(
      await stranger.post(REGISTRATION, { ...Object.fromEntries(values), ...sent, consent: 'yes' }),
    );
    expect([await rows('forged'), (await rows('mine')).length]).toEqual([[], 1]);
    // the window that stood open while another one has put it right
    expect((await fix(browser, 'mine-2@example.test')).location).toBe(SENT);
    await refused(await form.submit({ ...AGAIN, email: 'mine-3@example.test' }));
    expect(await rows('mine')).toEqual([{ email: 'mine-2@example.test', status: 'pending' }]);
  });

  it('that is confirmed, be it in the same moment', async () => {
    const browser = await begin('quick', 'quick@example.test');
    const letter = await letterTo('quick@example.test');
    const form = (await browser.get(ADDRESS)).form(REGISTRATION);
    const [, late] = await Promise.all([
      browser.get(letter.links[0]!),
      form.submit({ ...AGAIN, email: 'quick-2@example.test' }),
    ]);
    const [user] = await rows('quick');
    if (user!.status === 'active') {
      expect([late.location, user!.email]).toEqual(['/auth/', 'quick@example.test']);
    } else {
      expect([late.location, user!.email]).toEqual([SENT, 'quick-2@example.test']);
      await confirmBy(await letterTo('quick-2@example.test'));
    }
    await refused(await browser.get(ADDRESS));
    await refused(await form.submit({ ...AGAIN, email: 'quick-3@example.test' }));
    expect(await rows('quick')).toHaveLength(1);
    expect((await enter('quick', PASSWORD)).location).toBe('/accounts');
    expect((await browser.get(SENT)).text).not.toContain('@example.test');
  });

  it('and tells nobody whether an address is known', async () => {
    await register(world, 'known');
    const browser = await begin('curious', 'curious@example.test');
    expect((await fix(browser, 'known@example.test')).location).toBe(SENT);
    await world.mail.waitForLetter({ to: 'known@example.test', subject: 'Попытка регистрации' });
    await world.mail.noLetter({ to: 'known@example.test', subject: SUBJECT });
  });

  it('of the owner of a mailbox, whose address somebody has borrowed and given back', async () => {
    const email = 'victim@example.test';
    const thief = await begin('thief', email, visitor(), { password: OTHER, repeat: OTHER });
    const lost = await letterTo(email);
    await fix(thief, 'thief@example.test', { password: OTHER, repeat: OTHER });
    expect((await confirmBy(lost)).errors.join()).toContain('Указан неверный код');
    await fix(thief, email, { password: OTHER, repeat: OTHER });
    await letterTo(email);
    await begin('rightful', email);
    await confirmBy(await letterTo(email));
    expect((await enter(email, PASSWORD)).location).toBe('/accounts');
    expect((await enter(email, OTHER)).location).toBeUndefined();
    expect((await enter('thief', OTHER)).status).toBe(422);
    expect(await rows('rightful')).toEqual([{ email, status: 'active' }]);
  });

  it('past the limit of letters to one address', async () => {
    const email = 'flooded@example.test';
    const browser = await begin('flood', email);
    await letterTo(email);
    // one that has not left yet is taken back with its registration
    for (let turn = 0; turn < 4; turn += 1) {
      expect((await fix(browser, email, { phone: `8 (902) 512-34-1${turn}` })).location).toBe(SENT);
      await letterTo(email);
    }
    expect((await fix(browser, email, { phone: '8 (902) 512-34-20' })).location).toBe(SENT);
    await world.mail.noLetter({ to: email, subject: SUBJECT });
  });
});
