import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import type { Letter } from './support/letter.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SUBJECT = 'Вход с нового устройства';
const PHONE =
  'Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

/** A visitor with a telephone. */
const telephone = () => new Client(world.product.url, { headers: { 'user-agent': PHONE } });

/** Somebody who has signed in before, in a browser of their own. */
async function settled(login: string): Promise<Client> {
  return signIn(world, login, await giveResident(world, login));
}

const letterTo = (login: string): Promise<Letter> =>
  world.mail.waitForLetter({ to: `${login}@example.test`, subject: SUBJECT });
const noLetterTo = (login: string): Promise<void> =>
  world.mail.noLetter({ to: `${login}@example.test`, subject: SUBJECT, within: 400 });
const linkIn = (letter: Letter): string => letter.links.find((link) => link.includes('/auth/not-me'))!;

/** Types a wrong password so many times; the product counts them without waiting. */
async function guess(login: string, times: number): Promise<void> {
  const stranger = world.visitor();
  for (let at = 0; at < times; at += 1) {
    const form = (await stranger.get('/auth/')).form('/auth/login');
    expect((await form.submit({ login, password: `догадка ${at}` })).status).toBe(422);
  }
  await eventually(async () => {
    const [row] = await world.database.query<{ count: number }>(
      'SELECT f.count FROM failed_sign_ins f JOIN users u ON u.id = f.user_id WHERE u.login = $1',
      [login],
    );
    return row?.count === times;
  });
}

describe('A first sign-in from a device', () => {
  it('is told by letter: when, how, from what and which network; not the very first of all, and not twice', async () => {
    await settled('letters');
    await noLetterTo('letters');
    const phone = await signIn(world, 'letters', telephone());
    const letter = await letterTo('letters');
    expect(letter.text).toMatch(
      /Когда: \d+ \S+ \d{4} года в\s\d\d:\d\d\nУстройство: Телефон Android, Chrome\n/,
    );
    expect(letter.text).toContain('Как: логин и пароль\n');
    expect(letter.text).toContain('Сеть: 127.0.0.0\n');
    await (await phone.get('/auth/logout')).form('/auth/logout').submit({});
    await signIn(world, 'letters', phone);
    await noLetterTo('letters');
  });

  it('is known by a cookie that nobody can make: another one, or one of somebody else, is a new device', async () => {
    const owner = await settled('cookies');
    await settled('neighbour');
    const other = world.visitor();
    other.cookies.set('known', 'made-up~by~hand');
    await signIn(world, 'cookies', other);
    await letterTo('cookies');
    const shared = world.visitor();
    shared.cookies.set('known', /known=([^;]+)/.exec(owner.cookies.header('/') ?? '')![1]!);
    await signIn(world, 'neighbour', shared);
    await letterTo('neighbour');
    await noLetterTo('cookies');
  });
});

describe('«Это не я»', () => {
  it('asks by a button, ends all sessions and the password, and a letter sets a new one without the old', async () => {
    const owner = await settled('robbed');
    const thief = await signIn(world, 'robbed', telephone());
    const link = linkIn(await letterTo('robbed'));
    const mailbox = world.visitor();
    for (let scan = 0; scan < 3; scan += 1) expect((await mailbox.get(link)).status).toBe(200);
    expect((await thief.get('/accounts')).status).toBe(200);
    const page = await mailbox.get(link);
    expect(page.text).toContain('Телефон Android, Chrome, логин и пароль, сеть 127.0.0.0');
    const done = await page.form('/auth/not-me').submit({});
    expect((await done.follow()).text).toContain('Прежний пароль больше не подходит');
    for (const browser of [owner, thief]) {
      expect((await browser.get('/accounts')).location).toContain('/auth/');
    }
    const again = (await thief.get('/auth/')).form('/auth/login');
    expect((await again.submit({ login: 'robbed', password: PASSWORD })).status).toBe(422);

    const recovery = await world.mail.waitForLetter({
      to: 'robbed@example.test',
      subject: 'Запрос на смену пароля',
    });
    expect(recovery.text).toContain('больше не подходит: все, кто вошёл, вышли');
    expect(recovery.text).not.toContain('остался прежним');
    const fresh = await mailbox.get(recovery.links.find((one) => one.includes('change_password'))!);
    const password = 'облако и сито 9';
    expect((await fresh.form('/auth/password').submit({ password, repeat: password })).location).toBe(
      '/auth/',
    );
    const entered = (await mailbox.get('/auth/')).form('/auth/login');
    expect((await entered.submit({ login: 'robbed', password })).location).toBe('/accounts');
    await noLetterTo('robbed');
    // the browser of the thief is known no more
    const back = (await thief.get('/auth/')).form('/auth/login');
    expect((await back.submit({ login: 'robbed', password })).location).toBe('/accounts');
    await letterTo('robbed');
    const [line] = await world.database.query<{ actor_name: string }>(
      "SELECT actor_name FROM audit_events WHERE action = 'user.sign-in-disowned'",
    );
    expect(line).toEqual({ actor_name: 'robbed' });
    expect((await mailbox.get('/profile/sign-ins')).text).toContain('Вы сообщили, что это были не вы');
  });

  it('keeps the cabinet that the thief has asked to remove, and the letter says so', async () => {
    await settled('unremoved');
    const thief = await signIn(world, 'unremoved', telephone());
    const link = linkIn(await letterTo('unremoved'));
    const asked = (await thief.get('/profile/removal')).form('/profile/removal');
    expect((await asked.submit({ current: PASSWORD, sure: true })).location).toBe('/auth/');
    const mailbox = world.visitor();
    const page = await mailbox.get(link);
    expect(page.text).toContain('Если кабинет попросили удалить, он останется');
    const done = await page.form('/auth/not-me').submit({});
    expect((await done.follow()).text).toContain('это отменено: он остаётся');
    const recovery = await world.mail.waitForLetter({
      to: 'unremoved@example.test',
      subject: 'Запрос на смену пароля',
    });
    expect(recovery.text).toContain('Удаление кабинета, о котором просили, отменено');
    const [user] = await world.database.query(
      "SELECT removal_due_at, removal_asked_at, status FROM users WHERE login = 'unremoved'",
    );
    expect(user).toEqual({ removal_due_at: null, removal_asked_at: null, status: 'active' });
  });

  it('tells somebody who taps twice the same of both taps, and writes one letter', async () => {
    await settled('taps');
    await signIn(world, 'taps', telephone());
    const page = await world.visitor().get(linkIn(await letterTo('taps')));
    const taps = await Promise.all([1, 2].map(() => page.form('/auth/not-me').submit({})));
    taps.push(await page.form('/auth/not-me').submit({}));
    expect(taps.map(({ status, location }) => [status, location])).toEqual(Array(3).fill([303, '/auth/']));
    expect((await taps[2]!.follow()).text).toContain('Прежний пароль больше не подходит');
    const told = { to: 'taps@example.test', subject: 'Запрос на смену пароля' };
    await world.mail.waitForLetter(told);
    world.mail.clear();
    await world.mail.noLetter({ ...told, within: 300 });
  });

  it('offers no button to somebody whose address was changed since, but says what helps', async () => {
    await settled('moved-away');
    await signIn(world, 'moved-away', telephone());
    const link = linkIn(await letterTo('moved-away'));
    const before = await world.visitor().get(link);
    await world.database.query("UPDATE users SET email = 'thief@example.test' WHERE login = 'moved-away'");
    const refused = await before.form('/auth/not-me').submit({});
    expect(refused.status).toBe(422);
    for (const page of [await world.visitor().get(link), refused]) {
      expect(page.text).toContain('Адрес почты в кабинете с тех пор сменили');
      expect(page.forms().some(({ action }) => action === '/auth/not-me')).toBe(false);
    }
  });

  it('works once, for all letters of that time, and for seven days', async () => {
    await settled('once');
    await signIn(world, 'once', telephone());
    const first = linkIn(await letterTo('once'));
    await signIn(world, 'once', telephone());
    const second = linkIn(await letterTo('once'));
    const pages = await Promise.all([first, second, second].map((link) => world.visitor().get(link)));
    const answers = await Promise.all(pages.map((page) => page.form('/auth/not-me').submit({})));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    for (const refused of answers.filter(({ status }) => status !== 303)) {
      expect([refused.status, refused.text]).toEqual([422, expect.stringContaining('уже использована')]);
    }
    await settled('week');
    await signIn(world, 'week', telephone());
    const link = linkIn(await letterTo('week'));
    const open = await world.visitor().get(link);
    await world.database.query(
      `UPDATE sign_ins SET at = now() - interval '7 days 1 minute' WHERE link_hmac IS NOT NULL`,
    );
    const late = await open.form('/auth/not-me').submit({});
    expect([late.status, late.text]).toEqual([422, expect.stringContaining('больше семи дней')]);
  });

  it('tells a stranger with a made-up link nothing, and changes nothing', async () => {
    const owner = await settled('quiet');
    const texts = new Set<string>();
    for (const link of ['', 'AAAAAAAAAAAAAAAAAAAAAA', "'--", 'x'.repeat(500)]) {
      const page = await world.visitor().get(`/auth/not-me?k=${encodeURIComponent(link)}`);
      expect(page.status).toBe(200);
      texts.add(page.text.replaceAll(/\s+/g, ' '));
      expect(page.headers['referrer-policy']).toBe('no-referrer');
    }
    expect(texts.size).toBe(1);
    const post = await world.visitor().post('/auth/not-me', { link: 'AAAAAAAAAAAAAAAAAAAAAA' });
    expect([403, 422]).toContain(post.status);
    expect((await owner.get('/accounts')).status).toBe(200);
  });

  it('of an address that was changed since leads to the letter that takes it back', async () => {
    await settled('moved');
    await signIn(world, 'moved', telephone());
    const link = linkIn(await letterTo('moved'));
    const page = await world.visitor().get(link);
    await world.database.query(
      "UPDATE users SET email = 'thief@example.test', email_key = 'thief@example.test' WHERE login = 'moved'",
    );
    const refused = await page.form('/auth/not-me').submit({});
    expect([refused.status, refused.text]).toEqual([
      422,
      expect.stringContaining('верните его по ссылке из письма «Адрес электронной почты изменён»'),
    ]);
    await world.mail.noLetter({ to: 'thief@example.test', within: 300 });
  });
});

describe('«Кто и когда входил»', () => {
  it('shows way, device, network and time, marks this session, and leads to ending another', async () => {
    const owner = await settled('reads');
    const phone = await signIn(world, 'reads', telephone());
    const page = await (await owner.get('/profile')).click('Кто и когда входил');
    const [latest, first] = page.html
      .querySelectorAll('.card.session')
      .map((card) => card.text.replaceAll(/\s+/g, ' '));
    expect(latest).toMatch(
      /Телефон Android, Chrome впервые \d+ \S+ \d{4}, \d\d:\d\d, логин и пароль Адрес сети 127\.0\.0\.0/,
    );
    expect(latest).toContain('Завершить');
    expect(first).toContain('это устройство');
    expect(first).not.toContain('Завершить');
    const end = await page.click(/^Завершить/);
    await end.form(/\/end$/).submit({ current: PASSWORD });
    expect((await phone.get('/accounts')).location).toContain('/auth/');
    const again = await owner.get('/profile/sign-ins');
    expect(again.text).toContain('Телефон Android');
    expect(again.text).not.toContain('Завершить');
  });

  it("shows nobody else's, nothing older than ninety days, and fifty at a time", async () => {
    const owner = await settled('long');
    await world.database.query(
      `INSERT INTO sign_ins (user_id, at, way, device, ip, session_id, new_device, failed_before)
       SELECT id, now() - n * interval '1 day', 'vk', 'Устройство ' || n, '10.0.0.0', gen_random_uuid(), false, 0
       FROM users, generate_series(95, 1, -1) n WHERE login = 'long'`,
    );
    const page = await owner.get('/profile/sign-ins');
    expect(page.html.querySelectorAll('.card.session')).toHaveLength(50);
    expect(page.text).not.toContain('reads');
    const earlier = await page.click('Более ранние');
    expect(earlier.text).toContain('Устройство 89');
    expect(earlier.text).not.toContain('Устройство 91');
    expect((await owner.get('/profile/sign-ins?before=1')).text).toContain('Более ранних входов нет');
    expect(
      (await owner.get('/profile/sign-ins?before=x%27')).html.querySelectorAll('.card.session'),
    ).toHaveLength(50);
  });

  it('tells at the next sign-in how often a wrong password was typed, once', async () => {
    const owner = await settled('tried');
    await guess('tried', 3);
    await (await owner.get('/auth/logout')).form('/auth/logout').submit({});
    const form = (await owner.get('/auth/')).form('/auth/login');
    const inside = await (await form.submit({ login: 'tried', password: PASSWORD })).follow();
    expect(inside.text).toContain('было 3 неудачные попытки войти');
    expect((await owner.get('/profile/sign-ins')).text).toContain('Неудачных попыток до этого входа: 3');
    await (await owner.get('/auth/logout')).form('/auth/logout').submit({});
    const quiet = (await owner.get('/auth/')).form('/auth/login');
    const after = await (await quiet.submit({ login: 'tried', password: PASSWORD })).follow();
    expect(after.text).not.toContain('неудачн');
  });
});
