import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Secrets } from '../src/core/secrets.js';
import { launchBrowser } from './support/browser.js';
import type { Client } from './support/client.js';
import type { Page } from './support/page.js';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { VkServer, type VkPerson } from './support/vk-server.js';
import { startWorld, type World } from './support/world.js';

const STRANGE = 'Не получилось узнать, что вход через VK ID начат в этом браузере';
const REFUSED = 'VK ID не подтвердил вход. Попробуйте ещё раз или войдите с логином и паролем.';
const AWAY = 'VK ID сейчас не отвечает. Войдите с логином и паролем или попробуйте позже.';
const SUBJECT = 'Подтверждение регистрации';

const APP_SECRET = 'a secret that the test knows, of fifty characters…';
const vk = new VkServer();
let world: World;
let number = 100;

beforeAll(async () => {
  await vk.start();
  world = await startWorld({
    APP_SECRET,
    THROTTLE_FACTOR: '1000',
    VK_CLIENT_ID: vk.clientId,
    VK_ID_URL: vk.url,
  });
  await giveResident(world, 'irina');
});
beforeEach(() => vk.behave());
afterAll(async () => {
  await world?.stop();
  await vk?.stop();
});

/** Somebody new at VK ID. */
function person(more: Partial<VkPerson> = {}): VkPerson {
  number += 1;
  return {
    user_id: String(number),
    first_name: 'Пётр',
    last_name: 'Лаптев',
    email: `p${number}@example.test`,
    ...more,
  };
}

/** Presses the button; gives the address at VK ID that the browser is sent to. */
async function leave(visitor: Client): Promise<string> {
  const answer = await (await visitor.get('/auth/')).form('/auth/vk').submit();
  expect(answer.status).toBe(303);
  return answer.headers.location ?? '';
}

/** Presses the button, allows everything at VK ID and comes back. */
async function comeBy(who: VkPerson, visitor = world.visitor()): Promise<Page> {
  return visitor.get(await vk.allow(await leave(visitor), who));
}

/** Registers by VK ID and confirms; gives the browser, not signed in yet. */
async function registered(who: VkPerson, login: string): Promise<Client> {
  const visitor = world.visitor();
  const form = (await (await comeBy(who, visitor)).follow()).form('/auth/vk/registration');
  const answer = await form.submit({ login, email: `${login}@example.test`, consent: true });
  expect(answer.location).toBe('/auth/registration/sent');
  const letter = await world.mail.waitForLetter({ to: `${login}@example.test`, subject: SUBJECT });
  await visitor.get(letter.links[0]!);
  return visitor;
}

/** A resident with a password who has linked VK ID. */
async function linked(who: VkPerson, login: string): Promise<Client> {
  await giveResident(world, login);
  const visitor = await signIn(world, login);
  const form = (await visitor.get('/profile/vk')).form('/profile/vk');
  const away = await form.submit({ current: PASSWORD });
  const back = await visitor.get(await vk.allow(away.headers.location, who));
  expect(back.location).toBe('/profile');
  return visitor;
}

async function rows(login: string): Promise<{ subject: string }[]> {
  return world.database.query(
    'SELECT subject FROM identities i JOIN users u ON u.id = i.user_id WHERE u.login = $1',
    [login],
  );
}

async function journal(login: string): Promise<string[]> {
  const found = await world.database.query<{ action: string }>(
    `SELECT action FROM audit_events WHERE object_id = (SELECT id::text FROM users WHERE login = $1) ORDER BY id`,
    [login],
  );
  return found.map(({ action }) => action);
}

describe('Somebody who comes by VK ID for the first time', () => {
  it('completes the registration without a password, confirms by letter and then signs in with one button', async () => {
    const petr = person({ phone: '79025123456' });
    const visitor = world.visitor();
    const page = await (await comeBy(petr, visitor)).follow();
    expect(page.heading).toBe('Завершение регистрации');
    const form = page.form('/auth/vk/registration');
    expect(form.names().filter((name) => !name.startsWith('_'))).toEqual([
      'login',
      'firstName',
      'middleName',
      'lastName',
      'email',
      'phone',
      'consent',
    ]);
    expect(
      ['firstName', 'lastName', 'email', 'phone', 'login', 'consent'].map((name) => form.value(name) ?? ''),
    ).toEqual(['Пётр', 'Лаптев', petr.email, '+79025123456', '', '']);

    const refused = await form.submit({ login: 'ab', firstName: '' });
    expect(refused.status).toBe(422);
    expect(refused.errorOf('login')).toContain('минимум 3 символа');
    expect(refused.errorOf('firstName')).toContain('Введите имя');
    expect(refused.errorOf('consent')).toContain('согласия');

    const sent = await refused
      .form('/auth/vk/registration')
      .submit({ login: 'petr', firstName: 'Пётр', consent: true });
    expect((await sent.follow()).text).toContain('было отправлено письмо');

    const early = await comeBy(petr);
    expect(early.status).toBe(422);
    expect(early.errors[0]).toContain('Регистрация ещё не подтверждена');
    const first = await world.mail.waitForLetter({ to: petr.email!, subject: SUBJECT });
    await early.form('/auth/confirmation/again').submit();
    const letter = await world.mail.waitForLetter({ to: petr.email!, subject: SUBJECT });
    expect(letter.messageId).not.toBe(first.messageId);
    // the browser that registered needs no button, by the letter sent again either
    await visitor.get(letter.links[0]!);

    const cabinet = await comeBy(petr);
    expect(cabinet.location).toBe('/accounts');
    expect((await cabinet.follow()).text).toContain('Привязать лицевой счет');
    expect(await journal('petr')).toEqual([
      'user.registered',
      'user.vk-linked',
      'user.confirmed',
      'user.signed-in',
    ]);
    const consents = await world.database.query(
      `SELECT 1 FROM consents c JOIN users u ON u.id = c.user_id WHERE u.login = 'petr'`,
    );
    expect(consents).toHaveLength(1);
  });

  it('is led back to the service that was asked for, and nowhere else', async () => {
    const who = person();
    await registered(who, 'leads');
    for (const [next, place] of [
      ['/services/readings', '/services/readings'],
      ['//evil.example', '/accounts'],
    ] as const) {
      const visitor = world.visitor();
      const start = await visitor.get(`/auth/?login=yes&next=${encodeURIComponent(next)}`);
      const away = await start.form('/auth/vk').submit();
      expect((await visitor.get(await vk.allow(away.headers.location, who))).location).toBe(place);
    }
  });

  it('cannot use a taken login, and gets one registration for two clicks and two windows', async () => {
    const who = person();
    const visitor = world.visitor();
    const page = await (await comeBy(who, visitor)).follow();
    const form = page.form('/auth/vk/registration');
    expect((await form.submit({ login: 'Irina', consent: true })).errorOf('login')).toContain('занят');
    const other = visitor.copy();
    const second = (await other.get('/auth/vk/registration')).form('/auth/vk/registration');
    const answers = await Promise.all([
      form.submit({ login: 'windows-one', consent: true }),
      form.submit({ login: 'windows-one', consent: true }),
      second.submit({ login: 'windows-two', consent: true }),
    ]);
    expect(answers.every(({ status }) => status === 303)).toBe(true);
    const found = await world.database.query('SELECT 1 FROM users WHERE login LIKE $1', ['windows-%']);
    expect(found).toHaveLength(1);
  });

  it('needs to have come by VK ID: the form alone registers nobody', async () => {
    const stranger = world.visitor();
    expect((await stranger.get('/auth/vk/registration')).location).toBe('/auth/');
    const form = (await (await comeBy(person(), stranger)).follow()).form('/auth/vk/registration');
    const signed = stranger.cookies.get('vk-new') ?? '';
    for (const cookie of ['', 'x', `x${signed}`, signed.replace(/\..*/, '.AAAA')]) {
      stranger.cookies.set('vk-new', cookie);
      expect((await form.submit({ login: 'forged', consent: true })).location).toBe('/auth/');
    }
    expect(await rows('forged')).toEqual([]);
  });
});

describe('Nobody gets into a cabinet by an E-mail', () => {
  it('a VK profile with the address of a resident registers anew, and only the owner of the address learns of it', async () => {
    const thief = person({ email: 'irina@example.test' });
    const page = await (await comeBy(thief)).follow();
    expect(page.heading).toBe('Завершение регистрации');
    const sent = await page.form('/auth/vk/registration').submit({ login: 'thief', consent: true });
    expect([sent.status, sent.location]).toEqual([303, '/auth/registration/sent']);
    const letter = await world.mail.waitForLetter({
      to: 'irina@example.test',
      subject: 'Попытка регистрации',
    });
    expect(letter.text).toContain('irina');
    await world.mail.noLetter({ to: 'irina@example.test', subject: SUBJECT });
    expect(await rows('irina')).toEqual([]);
    expect((await comeBy(thief)).errors[0]).toContain('ещё не подтверждена');
  });

  it('and a typed password never fits who has none', async () => {
    await registered(person(), 'no-password');
    for (const password of ['', 'null', PASSWORD]) {
      const form = (await world.visitor().get('/auth/')).form('/auth/login');
      const answer = await form.submit({ login: 'no-password', password });
      expect(answer.errors).toEqual([password === '' ? 'Введите пароль' : 'Неверный логин или пароль.']);
    }
  });
});

describe('A return from VK ID', () => {
  it('is refused in another browser, and the first browser can still finish', async () => {
    const [victim, attacker] = [world.visitor(), world.visitor()];
    const who = person();
    const back = await vk.allow(await leave(attacker), who);
    await leave(victim);
    for (const browser of [world.visitor(), victim]) {
      const refused = await browser.get(back);
      expect(refused.status).toBe(403);
      expect(refused.errors[0]).toContain(STRANGE);
      expect(refused.form('/auth/login').names()).toContain('password');
    }
    expect((await attacker.get(back)).location).toBe('/auth/vk/registration');
  });

  it('is good once, even with a copy of the cookie', async () => {
    const visitor = world.visitor();
    const back = await vk.allow(await leave(visitor), person());
    const copies = [visitor.copy(), visitor.copy()];
    const answers = await Promise.all([visitor, ...copies].map((browser) => browser.get(back)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 403, 403]);
    expect((await visitor.get(back)).status).toBe(403);
    expect((await copies[0]!.get(back)).status).toBe(403);
  });

  it('is refused when state, code or cookie were changed, left out or doubled', async () => {
    const visitor = world.visitor();
    const back = new URL(await vk.allow(await leave(visitor), person()));
    const asked = vk.asked.length;
    const changed = (change: (query: URLSearchParams) => void): string => {
      const url = new URL(back);
      change(url.searchParams);
      return url.href;
    };
    const forged = [
      '/auth/vk/callback',
      '/auth/vk/callback?payload=%7B',
      changed((query) => query.set('state', 'x'.repeat(40))),
      changed((query) => query.delete('state')),
      changed((query) => query.append('state', query.get('state')!)),
      changed((query) => query.delete('code')),
      changed((query) => query.append('code', 'another')),
      changed((query) => query.delete('device_id')),
      changed((query) => query.set('device_id', 'a\u0000b')),
      changed((query) => query.set('code', 'x'.repeat(5000))),
    ];
    for (const address of forged) {
      const refused = await visitor.get(address);
      expect([address, refused.status, refused.errors.length]).toEqual([address, 403, 1]);
    }
    const cookie = visitor.cookies.get('vk')!;
    for (const changedCookie of [`x${cookie}`, cookie.slice(0, -2), '.', 'x', 'e30.e30', '']) {
      const copy = visitor.copy();
      copy.cookies.set('vk', changedCookie);
      expect((await copy.get(back.href)).status).toBe(403);
    }
    expect(vk.asked.slice(asked)).toEqual([]);
    expect((await visitor.get(back.href)).status).toBe(303);
    expect(cookie.length).toBeLessThan(2000);
  });

  it('is refused after ten minutes, also when the browser keeps the cookie longer', async () => {
    const visitor = world.visitor();
    const back = await vk.allow(await leave(visitor), person());
    const secrets = new Secrets(APP_SECRET);
    const kept = secrets.unsign('vk state', visitor.cookies.get('vk')!);
    const state = JSON.parse(Buffer.from(kept!, 'base64url').toString()) as { until: number };
    expect(state.until - Date.now() / 1000).toBeLessThanOrEqual(600);
    const later = (seconds: number): Client => {
      const old = Buffer.from(JSON.stringify({ ...state, until: state.until - seconds })).toString(
        'base64url',
      );
      const copy = visitor.copy();
      copy.cookies.set('vk', secrets.sign('vk state', old));
      return copy;
    };
    expect((await later(601).get(back)).status).toBe(403);
    expect((await later(500).get(back)).status).toBe(303);
  });

  it('with a code that VK ID does not know is refused', async () => {
    const visitor = world.visitor();
    const back = new URL(await vk.allow(await leave(visitor), person()));
    back.searchParams.set('device_id', 'another');
    const refused = await visitor.get(back.href);
    expect([refused.status, refused.errors]).toEqual([422, [REFUSED]]);
  });

  it('with an error shows our own words, never those of the address', async () => {
    const visitor = world.visitor();
    await leave(visitor);
    for (const error of ['access_denied', 'server_error', '<script>alert(1)</script>', '']) {
      const query = new URLSearchParams({
        error,
        error_description: '<script>alert(2)</script>',
        state: 'x',
      });
      const refused = await visitor.get(`/auth/vk/callback?${query.toString()}`);
      expect([refused.status, refused.errors]).toEqual([422, [REFUSED]]);
      expect(refused.body).not.toContain('alert(');
      expect(refused.form('/auth/vk').names()).toContain('next');
    }
  });

  it('of a blocked resident ends with the way to the office', async () => {
    const who = person();
    await registered(who, 'blocked');
    await world.database.query(`UPDATE users SET status = 'blocked' WHERE login = 'blocked'`);
    const visitor = world.visitor();
    const refused = await comeBy(who, visitor);
    expect(refused.status).toBe(403);
    expect(refused.errors).toEqual([
      'Личный кабинет закрыт. Позвоните нам или обратитесь в офис нашей компании.',
    ]);
    expect(visitor.cookies.names()).not.toContain('sid');
  });

  it('keeps no token, and sends none in an address', async () => {
    const dump = await world.database.query<{ row: string }>(
      'SELECT i::text AS row FROM identities i UNION ALL SELECT e::text FROM audit_events e',
    );
    expect(dump.some(({ row }) => /vk2|Bearer|refresh/.test(row))).toBe(false);
    expect(vk.asked.filter((line) => line.includes('token'))).toEqual([]);
    expect(world.product.output()).not.toMatch(/vk2\.a|example\.test/);
  });
});

describe('When VK ID does not work', () => {
  it.each([
    ['/oauth2/auth', 'error', REFUSED],
    ['/oauth2/auth', 'huge', AWAY],
    ['/oauth2/auth', 'redirect', AWAY],
    ['/oauth2/auth', 'broken', AWAY],
    ['/oauth2/auth', 'not json', AWAY],
    ['/oauth2/auth', 'nobody', AWAY],
    ['/oauth2/auth', 'slow', AWAY],
    ['/oauth2/user_info', 'error', REFUSED],
    ['/oauth2/user_info', 'huge', AWAY],
    ['/oauth2/user_info', 'redirect', AWAY],
    ['/oauth2/user_info', 'nobody', AWAY],
    ['/oauth2/user_info', 'drip', AWAY],
  ] as const)('at %s (%s) there are a message and the password form', async (at, how, words) => {
    const visitor = world.visitor();
    const back = await vk.allow(await leave(visitor), person());
    vk.behave({ at, how });
    const started = performance.now();
    const page = await visitor.get(back);
    expect(performance.now() - started).toBeLessThan(7000);
    expect([page.status, page.errors]).toEqual([422, [words]]);
    expect(page.body).not.toContain('alert(');
    expect(vk.asked).not.toContain('POST /stolen');
    const form = page.form('/auth/login');
    expect((await form.submit({ login: 'irina', password: PASSWORD })).location).toBe('/accounts');
  });

  it('at all, the same', async () => {
    const visitor = world.visitor();
    const back = await vk.allow(await leave(visitor), person());
    await vk.stop();
    try {
      const page = await visitor.get(back);
      expect([page.status, page.errors]).toEqual([422, [AWAY]]);
    } finally {
      await vk.start();
    }
    expect(world.product.errors()).toEqual([]);
  });
});

describe('A resident with a password', () => {
  it('closes also what was opened by a profile when it is unlinked', async () => {
    const foreign = person();
    const owner = await linked(foreign, 'unlinks-all');
    const intruder = world.visitor();
    await comeBy(foreign, intruder);
    expect((await intruder.get('/accounts')).status).toBe(200);
    await (await owner.get('/profile/vk')).form('/profile/vk/unlink').submit({ current: PASSWORD });
    expect((await intruder.get('/accounts')).status).toBe(303);
    expect((await owner.get('/accounts')).status).toBe(200);
  });

  it('links VK ID from the profile, is told by letter, signs in with it, and unlinks', async () => {
    const who = person();
    const visitor = await linked(who, 'olga');
    expect((await visitor.get('/profile')).text).toContain('VK ID подключён');
    const letter = await world.mail.waitForLetter({
      to: 'olga@example.test',
      subject: 'Подключён вход через VK ID',
    });
    expect(letter.text).toContain('olga');
    expect((await comeBy(who)).location).toBe('/accounts');

    const form = (await visitor.get('/profile/vk')).form('/profile/vk/unlink');
    const wrong = await form.submit({ current: 'wrong' });
    expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
    expect((await wrong.form('/profile/vk/unlink').submit({ current: PASSWORD })).location).toBe('/profile');
    await world.mail.waitForLetter({ to: 'olga@example.test', subject: 'Отключён вход через VK ID' });
    expect((await comeBy(who)).location).toBe('/auth/vk/registration');
    expect(await journal('olga')).toEqual(expect.arrayContaining(['user.vk-linked', 'user.vk-unlinked']));
  });

  it('needs the password to link, and a page of ours', async () => {
    await giveResident(world, 'careful');
    const visitor = await signIn(world, 'careful');
    const form = (await visitor.get('/profile/vk')).form('/profile/vk');
    for (const current of ['', 'wrong']) {
      expect((await form.submit({ current })).status).toBe(422);
    }
    expect((await visitor.post('/profile/vk', { current: PASSWORD })).status).toBe(403);
    expect((await world.visitor().post('/auth/vk')).status).toBe(403);
    expect((await world.visitor().get('/profile/vk')).location).toContain('/auth/');
    expect(visitor.cookies.names()).not.toContain('vk');
  });

  it('cannot link a profile that opens another cabinet, nor two profiles', async () => {
    const who = person();
    await linked(who, 'first');
    await giveResident(world, 'second');
    const visitor = await signIn(world, 'second');
    const away = await (await visitor.get('/profile/vk')).form('/profile/vk').submit({ current: PASSWORD });
    const refused = await visitor.get(await vk.allow(away.headers.location, who));
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toContain('уже подключён к другому личному кабинету');
    expect(await rows('second')).toEqual([]);

    const other = await linked(person(), 'third');
    const start = (await visitor.get('/profile/vk')).form('/profile/vk');
    const again = await other.post('/profile/vk', {
      current: PASSWORD,
      _csrf: (await other.get('/profile/vk')).form('/profile/vk/unlink').value('_csrf')!,
    });
    expect((await other.get(await vk.allow(again.headers.location, person()))).location).toBe('/profile');
    expect(await rows('third')).toHaveLength(1);
    expect(start.names()).toContain('current');
  });

  it('links only into the session that began it', async () => {
    await giveResident(world, 'shared');
    const visitor = await signIn(world, 'shared');
    const away = await (await visitor.get('/profile/vk')).form('/profile/vk').submit({ current: PASSWORD });
    const back = await vk.allow(away.headers.location, person());
    await (await visitor.get('/accounts')).form('/auth/logout').submit();
    await signIn(world, 'irina', visitor);
    const refused = await visitor.get(back);
    expect(refused.status).toBe(403);
    expect(refused.errors[0]).toContain(STRANGE);
    expect([...(await rows('shared')), ...(await rows('irina'))]).toEqual([]);
  });

  it('takes over a profile whose registration was never confirmed', async () => {
    const who = person();
    const page = await (await comeBy(who)).follow();
    await page
      .form('/auth/vk/registration')
      .submit({ login: 'mistyped', email: 'mistyped@example.test', consent: true });
    await linked(who, 'right-one');
    expect(await rows('right-one')).toHaveLength(1);
    expect((await comeBy(who)).location).toBe('/accounts');
  });

  it('gets one winner when two cabinets link one profile at once', async () => {
    const who = person();
    const backs = await Promise.all(
      ['race-one', 'race-two'].map(async (login) => {
        await giveResident(world, login);
        const visitor = await signIn(world, login);
        const away = await (
          await visitor.get('/profile/vk')
        )
          .form('/profile/vk')
          .submit({ current: PASSWORD });
        return { visitor, back: await vk.allow(away.headers.location, who) };
      }),
    );
    const answers = await Promise.all(backs.map(({ visitor, back }) => visitor.get(back)));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 422]);
  });
});

describe('A resident with VK ID alone', () => {
  it('is not shut out by who has stolen a session: other sessions end only after VK ID has said who it is', async () => {
    const olga = person();
    await registered(olga, 'olga-vk');
    const [owner, thief] = [world.visitor(), world.visitor()];
    await comeBy(olga, owner);
    await comeBy(olga, thief);
    const open = async () => (await owner.get('/accounts')).status;

    const list = await thief.get('/profile/sessions');
    const [, one] = /href="([^"]+\/end)"/.exec(list.body)!;
    const forms = [list.form('/profile/sessions/end-others'), (await thief.get(one!)).form(one)];
    for (const form of forms) {
      const away = await form.submit({});
      expect(away.headers.location).toContain(vk.url);
      expect(await open()).toBe(200);
      // The thief has a profile of their own only.
      const refused = await thief.get(await vk.allow(away.headers.location, person()));
      expect(refused.status).toBe(422);
      expect(refused.errors[0]).toContain('другим профилем VK ID');
      expect(await open()).toBe(200);
    }

    const away = await (await owner.get('/profile/sessions')).form('/profile/sessions/end-others').submit({});
    const back = await owner.get(await vk.allow(away.headers.location, olga));
    expect(back.location).toBe('/profile/sessions');
    expect((await back.follow()).text).toContain('Все остальные входы завершены');
    expect(await open()).toBe(200);
    expect((await thief.get('/accounts')).status).toBe(303);
  });

  it('has no session ended by a return from VK ID in another session', async () => {
    const lena = person();
    await registered(lena, 'lena-vk');
    const [here, there] = [world.visitor(), world.visitor()];
    await comeBy(lena, here);
    await comeBy(lena, there);
    const away = await (await here.get('/profile/sessions')).form('/profile/sessions/end-others').submit({});
    await (await here.get('/profile')).form('/auth/logout').submit({});
    await comeBy(lena, here);
    expect((await here.get(await vk.allow(away.headers.location, lena))).status).toBe(403);
    expect((await there.get('/accounts')).status).toBe(200);
  });

  it('cannot remove the last way in, sets a password by letter, and then can', async () => {
    const who = person();
    const visitor = await registered(who, 'anna');
    await comeBy(who, visitor);
    expect((await visitor.get('/profile')).text).toContain('не задан');
    for (const page of ['/profile/email', '/profile/password']) {
      expect((await (await visitor.get(page)).follow()).text).toContain('нужен пароль');
    }
    const page = await visitor.get('/profile/vk');
    expect(page.text).toContain('последний способ входа нельзя удалить');
    const csrf = page.form('/profile/vk/password').value('_csrf')!;
    const refused = await visitor.post('/profile/vk/unlink', { _csrf: csrf, current: PASSWORD });
    expect(refused.errors[0]).toContain('последний способ входа');
    expect(await rows('anna')).toHaveLength(1);

    const sent = await page.form('/profile/vk/password').submit();
    expect((await sent.follow()).text).toContain('отправлено письмо');
    const letter = await world.mail.waitForLetter({
      to: 'anna@example.test',
      subject: 'Запрос на смену пароля',
    });
    const change = (await visitor.get(letter.links[0]!)).form('/auth/password');
    await change.submit({ password: PASSWORD, repeat: PASSWORD });

    await signIn(world, 'anna', visitor);
    const form = (await visitor.get('/profile/vk')).form('/profile/vk/unlink');
    expect((await form.submit({ current: PASSWORD })).location).toBe('/profile');
    expect(await rows('anna')).toEqual([]);
  });
});

describe('The settings', () => {
  it('let a real browser go to VK ID and back under our Content-Security-Policy', async () => {
    const browser = await launchBrowser();
    try {
      const page = await browser.newPhonePage({ baseURL: world.product.url });
      vk.person = person();
      await page.goto('/');
      await page.getByRole('link', { name: 'Авторизация' }).click();
      await page.getByRole('button', { name: 'VK ID' }).click();
      await page.getByRole('heading', { name: 'Завершение регистрации' }).waitFor();
      expect(await page.problems()).toEqual([]);
    } finally {
      await browser.close();
    }
  });

  it('send the secret only when there is one', async () => {
    vk.secret = 'a secret of the application';
    await world.product.restart({ VK_CLIENT_SECRET: vk.secret });
    expect((await comeBy(person())).location).toBe('/auth/vk/registration');
    vk.secret = 'another';
    expect((await comeBy(person())).errors).toEqual([REFUSED]);
    vk.secret = '';
  });

  it('without an application leave the heading of the manual and nothing to press', async () => {
    await world.product.restart({ VK_CLIENT_ID: undefined });
    const visitor = world.visitor();
    const page = await visitor.get('/auth/');
    expect(page.text).toContain('Войти через профиль в соцсетях');
    expect(page.text).toContain('обратитесь в офис нашей компании');
    expect(page.text).not.toContain('VK ID');
    expect(page.forms().map(({ action }) => action)).not.toContain('/auth/vk');
    expect(String(page.headers['content-security-policy'])).toContain("form-action 'self';");
    const csrf = page.form('/auth/login').value('_csrf')!;
    expect((await visitor.post('/auth/vk', { _csrf: csrf })).status).toBe(404);
    expect((await visitor.get('/auth/vk/callback?code=a&state=b&device_id=c')).status).toBe(403);
    const olga = await signIn(world, 'olga');
    expect((await olga.get('/profile')).text).not.toContain('VK ID');
  });
});
