import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const WRONG = 'Неверный логин или пароль.';
let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
});
afterAll(() => world?.stop());

async function attempt(login: string, password: string, visitor = world.visitor()) {
  return (await visitor.get('/auth/')).form('/auth/login').submit({ login, password });
}

describe('«Авторизация»', () => {
  it('shows what the manual shows', async () => {
    const page = await world.visitor().get('/auth/');
    expect(page.heading).toBe('Авторизация');
    for (const words of [
      'Логин *',
      'Пароль *',
      'Забыли пароль?',
      'Запомнить меня на этом компьютере',
      'Войти через профиль в соцсетях',
      'обратитесь в офис нашей компании',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.link('Забыли пароль?')).toBe('/auth/?forgot_password=yes');
  });

  it('takes the login in any letter case, or the e-mail', async () => {
    for (const login of ['irina', 'IRINA', 'Irina@Example.test', ' irina ']) {
      expect((await attempt(login, PASSWORD)).location).toBe('/accounts');
    }
  });

  it('answers a wrong login and a wrong password alike', async () => {
    const [login, password] = [await attempt('nobody', PASSWORD), await attempt('irina', 'wrong')];
    for (const refused of [login, password]) {
      expect(refused.status).toBe(422);
      expect(refused.errors).toEqual([WRONG]);
      expect(refused.form('/auth/login').value('password')).toBe('');
    }
    expect(password.form('/auth/login').value('login')).toBe('irina');
  });

  it('is found by what people type by heart', async () => {
    for (const [typed, page] of [
      ['/login', '/auth/'],
      ['/login/', '/auth/'],
      ['/register', '/auth/?register=yes'],
      ['/cabinet', '/accounts'],
    ] as const) {
      expect([typed, (await world.visitor().get(typed, { check: false })).location]).toEqual([typed, page]);
    }
  });

  it('goes by Tab from the login to the password, and only then to «Забыли пароль?»', async () => {
    const page = await world.visitor().get('/auth/');
    const stops = page.html
      .querySelectorAll('main form[action="/auth/login"] :is(input:not([type=hidden]), a, button)')
      .map((each) => each.getAttribute('name') ?? each.text.trim());
    expect(stops.slice(0, 3)).toEqual(['login', 'password', 'Забыли пароль?']);
  });

  it('leads to the service that a stranger asked for, and nowhere else', async () => {
    const visitor = world.visitor();
    const asked = await (await visitor.get('/services/readings')).follow();
    expect(asked.heading).toBe('Авторизация');
    const form = asked.form('/auth/login');
    expect((await form.submit({ login: 'irina', password: PASSWORD })).location).toBe('/services/readings');
    const evil = await world.visitor().get('/auth/?login=yes&next=//evil.example');
    expect((await evil.form('/auth/login').submit({ login: 'irina', password: PASSWORD })).location).toBe(
      '/accounts',
    );
  });

  it('remembers for 30 days only who asks for it', async () => {
    const visitor = world.visitor();
    const form = (await visitor.get('/auth/')).form('/auth/login');
    const remembered = await form.submit({ login: 'irina', password: PASSWORD, remember: true });
    expect(String(remembered.headers['set-cookie'])).toMatch(
      /sid=[^;]+; Path=\/; Max-Age=2592000; HttpOnly; SameSite=Lax/,
    );
    visitor.cookies.closeWindow();
    expect((await visitor.get('/accounts')).status).toBe(200);

    const once = await signIn(world, 'irina');
    once.cookies.closeWindow();
    expect((await once.get('/accounts')).location).toContain('/auth/');
  });

  it('gives a new session each time, never the id that came with the request', async () => {
    const visitor = world.visitor();
    visitor.cookies.set('sid', 'fixed-by-an-attacker');
    await signIn(world, 'irina', visitor);
    const first = visitor.cookies.get('sid');
    expect(first).not.toBe('fixed-by-an-attacker');
    // A second sign-in of the same browser: another id, and the first one is dead.
    const old = visitor.copy();
    const csrf = (await visitor.get('/accounts')).form('/auth/logout').value('_csrf')!;
    const again = await visitor.post('/auth/login', { _csrf: csrf, login: 'irina', password: PASSWORD });
    expect(again.location).toBe('/accounts');
    expect(visitor.cookies.get('sid')).not.toBe(first);
    expect((await old.get('/accounts')).location).toContain('/auth/');
  });

  it('ends a session that idled too long or lived too long', async () => {
    for (const change of [
      "last_seen_at = now() - interval '121 minutes'",
      "expires_at = now() - interval '1 second'",
    ]) {
      const visitor = await signIn(world, 'irina');
      await world.database.query(`UPDATE sessions SET ${change}`);
      expect((await visitor.get('/accounts')).location).toContain('/auth/');
    }
  });

  it('hashes the password anew when the parameters have grown', async () => {
    const before = await world.database.query<{ password_hash: string }>('SELECT password_hash FROM users');
    expect(before[0]!.password_hash).toContain('$argon2id$v=19$m=19456,t=2,p=1$');
    await world.product.restart({ ARGON2_TIME: '3', THROTTLE_FACTOR: '1000' });
    await signIn(world, 'irina');
    const after = await world.database.query<{ password_hash: string }>('SELECT password_hash FROM users');
    expect(after[0]!.password_hash).toContain('m=19456,t=3,p=1$');
  });
});

describe('«Выйти»', () => {
  it('ends the session; the cookie opens nothing any more', async () => {
    const visitor = await signIn(world, 'irina');
    const stolen = visitor.copy();
    const out = await (await visitor.get('/accounts')).form('/auth/logout').submit({});
    expect((await out.follow()).text).toContain('Вы вышли из личного кабинета');
    expect((await stolen.get('/accounts')).location).toContain('/auth/');
  });

  it('needs the button: opening the address changes nothing', async () => {
    const visitor = await signIn(world, 'irina');
    expect((await visitor.get('/auth/logout')).form('/auth/logout').method.toUpperCase()).toBe('POST');
    expect((await visitor.get('/accounts')).status).toBe(200);
  });
});

describe('A blocked resident', () => {
  it('is out at once and cannot come back: told why only after the right password', async () => {
    await giveResident(world, 'blocked');
    const visitor = await signIn(world, 'blocked');
    await world.database.query("UPDATE users SET status = 'blocked' WHERE login = 'blocked'");
    expect((await visitor.get('/accounts')).location).toContain('/auth/');
    const right = await attempt('blocked', PASSWORD);
    expect([right.status, right.errors]).toEqual([
      422,
      ['Личный кабинет закрыт. Позвоните нам или обратитесь в офис нашей компании.'],
    ]);
    expect((await attempt('blocked', 'не тот пароль')).errors).toEqual([WRONG]);
  });
});
