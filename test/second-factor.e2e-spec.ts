import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets } from '../src/core/secrets.js';
import {
  Authenticator,
  codesOn,
  type Enrolled,
  enrol,
  half,
  scan,
  secretOn,
} from './support/authenticator.js';
import type { Client } from './support/client.js';
import { act, enterOffice, hire, list, loadDemo, STAFF_PASSWORD } from './support/office.js';
import type { Page } from './support/page.js';
import { startWorld, type World } from './support/world.js';

const APP_SECRET = 'the secret of this suite, with which cookies are sealed';
const WRONG = /^Код не подошёл\. Каждый код действует один раз/;

let world: World;
let chief: Client;
let chiefPassword: string;

beforeAll(async () => {
  world = await startWorld({ APP_SECRET });
  const demo = await loadDemo(world);
  chiefPassword = demo.password;
  chief = await enterOffice(world, demo.login, chiefPassword);
});
afterAll(() => world?.stop());

/** Somebody of the office with an app. */
async function withApp(
  login: string,
  role = 'operator',
): Promise<Enrolled & { client: Client; id: string; login: string }> {
  const client = await hire(world, login, role, `Сотрудник ${login}`);
  const enrolled = await enrol(client);
  await halfMinuteLater(login);
  return { ...enrolled, client, id: await idOf(login), login };
}

async function idOf(login: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>('SELECT id FROM staff WHERE login = $1', [login]);
  return row!.id;
}

/** As if so many half minutes had passed since the last code. */
async function halfMinuteLater(login: string, times = 2): Promise<void> {
  await world.database.query(
    'UPDATE staff SET second_factor_step = second_factor_step - $2 WHERE login = $1',
    [login, times],
  );
}

async function quarterOfAnHour(): Promise<void> {
  await world.database.query("DELETE FROM rate_limits WHERE key NOT LIKE '%in a row%'");
}

const send = (page: Page, code: string) => page.form('/staff/login/code').submit({ code });

async function journal(login: string): Promise<string[]> {
  const rows = await world.database.query<{ action: string }>(
    `SELECT action FROM audit_events WHERE object_kind = 'staff' AND object_id = $1 ORDER BY id`,
    [await idOf(login)],
  );
  return rows.map(({ action }) => action);
}

/** Neither pages of the office nor of the panel, nor its JSON. */
async function expectNothingOpens(client: Client): Promise<void> {
  for (const path of ['/office', '/office/requests', '/admin', '/admin/resources/staff']) {
    const { location = 'opens' } = await client.get(path);
    expect([path, location]).toEqual([path, expect.stringMatching(/^\/staff\/(login|second-factor)\?next=/)]);
  }
  for (const path of ['/admin/api/menu', '/admin/api/dashboard', '/admin/api/resources/staff/actions/list']) {
    expect([path, (await client.get(path)).status]).toEqual([path, 401]);
  }
  const post = await client.post('/office/sign-out', {});
  expect([303, 401]).toContain(post.status);
}

describe('Somebody of the office who wants a second factor', () => {
  it('finds it in the header, shows the password, types the key into the app, and gets ten codes for paper', async () => {
    const client = await hire(world, 'wants', 'operator', 'Желает Анна');
    const elsewhere = await enterOffice(world, 'wants', STAFF_PASSWORD);
    const first = await (await client.get('/office')).click('Вход с кодом из приложения');
    expect(first.heading).toBe('Вход с кодом из приложения');
    const wrong = await first.form('/staff/second-factor/begin').submit({ current: 'не тот пароль' });
    expect([wrong.status, wrong.errorOf('current')]).toEqual([422, 'Пароль не подошёл']);
    expect((await client.get('/staff/second-factor/new')).location).toBe('/staff/second-factor');

    const page = await (
      await wrong.form('/staff/second-factor/begin').submit({ current: STAFF_PASSWORD })
    ).follow();
    expect(secretOn(page)).toMatch(/^([A-Z2-7]{4} ){7}[A-Z2-7]{4}$/);
    const form = page.form('/staff/second-factor/new');
    for (const code of ['000000', '12345', 'абвгде', '1'.repeat(12)]) {
      const refused = await form.submit({ code });
      expect([code, refused.status]).toEqual([code, 422]);
      expect(refused.errorOf('code')).toMatch(/автоматическое время/);
      expect(secretOn(refused)).toBe(secretOn(page));
    }
    expect((await form.submit({ code: '' })).errorOf('code')).toBe('Введите код');
    expect(await journal('wants')).not.toContain('staff.second-factor-on');

    const { paper, page: codes } = await scan(page);
    expect(new Set(paper).size).toBe(10);
    expect(codes.text).toContain('Больше портал их не покажет');
    expect(codes.link('Коды сохранены, дальше')).toBe('/admin');
    expect((await client.get('/office')).status).toBe(200);
    expect((await elsewhere.get('/office')).status).toBe(303);
    expect(await journal('wants')).toContain('staff.second-factor-on');
    const own = await client.get('/staff/second-factor');
    expect(own.text).toContain('Осталось резервных кодов: 10');
    expect(codesOn(own)).toEqual([]);
    expect((await form.submit({ code: '123456' })).location).toBe('/staff/second-factor');
  });

  it('leaves neither the secret nor the codes where the database can be read', async () => {
    const client = await hire(world, 'sealed', 'operator', 'Тайна Ольга');
    const asked = (await client.get('/staff/second-factor')).form('/staff/second-factor/begin');
    const page = await (await asked.submit({ current: STAFF_PASSWORD })).follow();
    const secret = secretOn(page).replaceAll(' ', '');
    const { paper } = await scan(page);
    const [{ kept }] = (await world.database.query<{ kept: string }>(
      `SELECT concat((SELECT s::text FROM staff s WHERE login = 'sealed'),
         (SELECT string_agg(encode(code_mac, 'escape'), ' ') FROM staff_recovery_codes)) AS kept`,
    )) as [{ kept: string }];
    expect(kept).toContain('sealed');
    for (const one of [
      secret,
      Buffer.from(secret).toString('hex'),
      ...paper.map((code) => code.replaceAll(' ', '')),
    ]) {
      expect(kept).not.toContain(one);
    }
    expect(world.product.output()).not.toContain(secret);
  });

  it('may begin in two windows: the code of one app is good in both, and the second is told', async () => {
    const client = await hire(world, 'two-windows', 'operator', 'Окошко Пётр');
    const begin = async () => {
      const asked = (await client.get('/staff/second-factor')).form('/staff/second-factor/begin');
      return (await asked.submit({ current: STAFF_PASSWORD })).follow();
    };
    const [one, other] = [await begin(), await begin()];
    expect(secretOn(one)).toBe(secretOn(other));
    await scan(one);
    const late = await other.form('/staff/second-factor/new').submit({ code: '123456' });
    expect(late.location).toBe('/staff/second-factor');
    expect((await late.follow()).text).toContain('Осталось резервных кодов: 10');
  });

  it('does it once where two send the first code at the same time', async () => {
    const client = await hire(world, 'at-once', 'operator', 'Разом Пётр');
    const asked = (await client.get('/staff/second-factor')).form('/staff/second-factor/begin');
    const page = await (await asked.submit({ current: STAFF_PASSWORD })).follow();
    const code = await new Authenticator(secretOn(page)).code();
    const answers = await Promise.all(
      [1, 2, 3].map(() => page.form('/staff/second-factor/new').submit({ code })),
    );
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect((await journal('at-once')).filter((action) => action === 'staff.second-factor-on')).toHaveLength(
      1,
    );
    const rows = await world.database.query('SELECT FROM staff_recovery_codes WHERE staff_id = $1', [
      await idOf('at-once'),
    ]);
    expect(rows).toHaveLength(10);
  });
});

describe('A sign-in with a second factor', () => {
  it('asks for the password, then for a code, and leads to the page that was asked for', async () => {
    const { app } = await withApp('signs-in');
    const visitor = world.visitor();
    const page = await half(visitor, 'signs-in', { next: '/office/search?page=2' });
    const field = page.html.querySelector('input[name=code]')!;
    expect([field.getAttribute('autocomplete'), field.getAttribute('inputmode')]).toEqual([
      'one-time-code',
      'numeric',
    ]);
    expect(page.text).toContain('Введите резервный код');
    await expectNothingOpens(visitor);
    expect((await visitor.get('/staff/second-factor')).location).toBe('/staff/login');
    const code = await app.code();
    const inside = await send(page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
    expect(inside.location).toBe('/office/search?page=2');
    expect((await visitor.get('/office')).status).toBe(200);
    // the page is stale now: back, and once more
    expect((await visitor.get('/staff/login/code')).location).toBe('/admin');
    expect((await send(page, code)).location).toBe('/office/search?page=2');
  });

  it('says the same of a wrong, a used and an old code, of letters, and of the code of somebody else', async () => {
    const { app, client: signedIn } = await withApp('same-words');
    const other = await withApp('other-app');
    const used = await app.code();
    expect((await send(await half(world.visitor(), 'same-words'), used)).status).toBe(303);
    // drawn just before they are sent: half a minute later a code that was too early is right
    const codes = [() => used, () => app.code(-2), () => app.code(2), () => other.app.code()];
    const texts = ['letters', '１２３４５６', '1 2'].map((text) => () => text);
    for (const draw of [...codes, ...texts]) {
      const page = await half(world.visitor(), 'same-words');
      const code = await draw();
      const refused = await send(page, code);
      expect([code, refused.status]).toEqual([code, 422]);
      expect(refused.errorOf('code')).toMatch(WRONG);
      expect(refused.body).not.toContain(`value="${code}"`);
      await quarterOfAnHour();
    }
    const page = await half(world.visitor(), 'same-words');
    expect((await send(page, '')).errorOf('code')).toBe('Введите код');
    expect((await send(page, '1'.repeat(65))).errorOf('code')).toMatch(/Слишком длинно/);
    const twice = await page.client.post('/staff/login/code', {
      ...page.form('/staff/login/code').values(),
      code: ['123456', '654321'],
    });
    expect(twice.status).toBe(422);
    expect((await signedIn.get('/office')).status).toBe(200);
    expect(await journal('same-words')).toContain('staff.second-factor-refused');
  });

  it('bears a clock that is one step off, before and behind', async () => {
    const { app } = await withApp('clock');
    for (const ahead of [-1, 0, 1]) {
      const inside = await send(await half(world.visitor(), 'clock'), await app.code(ahead));
      expect([ahead, inside.status]).toEqual([ahead, 303]);
    }
  });

  it('takes a code once, however many send it at the same time', async () => {
    const { app, paper } = await withApp('raced');
    for (const code of [await app.code(), paper[0]!]) {
      const pages = await Promise.all([1, 2, 3, 4].map(() => half(world.visitor(), 'raced')));
      const answers = await Promise.all(pages.map((page) => send(page, code)));
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
    }
  });

  it('takes a recovery code in the same field, once, and tells its owner', async () => {
    const { paper } = await withApp('on-paper');
    expect((await send(await half(world.visitor(), 'on-paper'), paper[3]!)).status).toBe(303);
    const letter = await world.mail.waitForLetter({
      to: 'on-paper@example.test',
      subject: 'использован резервный код',
    });
    expect(letter.text).toContain('Осталось кодов: 9');
    const again = await send(await half(world.visitor(), 'on-paper'), paper[3]!);
    expect(again.errorOf('code')).toMatch(WRONG);
    const plain = paper[4]!.replaceAll(' ', '-');
    const client = world.visitor();
    expect((await send(await half(client, 'on-paper'), plain)).status).toBe(303);
    expect((await client.get('/staff/second-factor')).text).toContain('Осталось резервных кодов: 8');
    expect(await journal('on-paper')).toContain('staff.recovery-code-used');
    const other = await withApp('not-my-paper');
    const foreign = await send(await half(world.visitor(), 'not-my-paper'), paper[5]!);
    expect(foreign.errorOf('code')).toMatch(WRONG);
    expect(other.paper).not.toContain(paper[5]);
  });

  it('asks for new codes on the first pages when few are left', async () => {
    const { client, id } = await withApp('few-left');
    expect((await client.get('/office')).text).not.toContain('резервных кодов');
    await world.database.query(
      `DELETE FROM staff_recovery_codes WHERE staff_id = $1 AND code_mac NOT IN
         (SELECT code_mac FROM staff_recovery_codes WHERE staff_id = $1 LIMIT 2)`,
      [id],
    );
    expect((await client.get('/office')).text).toContain('Осталось резервных кодов для входа: 2');
    const { notices } = JSON.parse((await client.get('/admin/api/dashboard')).body) as {
      notices: { href: string }[];
    };
    expect(notices.map(({ href }) => href)).toEqual(['/staff/second-factor/codes']);
  });

  it('stops after five wrong codes, also for the right one, and an own password again opens it', async () => {
    const { app, id } = await withApp('guessed');
    const visitor = world.visitor('127.61.0.1');
    const page = await half(visitor, 'guessed');
    for (let guess = 0; guess < 5; guess += 1) expect((await send(page, `00000${guess}`)).status).toBe(422);
    const elsewhere = await half(world.visitor('127.62.0.1'), 'guessed');
    for (const stopped of [await send(page, await app.code()), await send(elsewhere, await app.code())]) {
      expect(stopped.status).toBe(429);
      expect(stopped.errorOf('code')).toMatch(/^Слишком много попыток\. Подождите 1[45] минут\.$/);
      expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    }
    await world.product.waitForLog(
      ({ context, msg }) => context === 'security' && msg === 'codes of staff stopped by a limit',
    );
    const told = await journal('guessed');
    expect(told.filter((action) => action === 'staff.second-factor-refused')).toHaveLength(5);
    expect(told.filter((action) => action === 'staff.second-factor-stopped')).toHaveLength(1);
    const { result } = await act(chief, `staff/records/${id}/resetPassword`);
    const known = await half(world.visitor(), 'guessed', { password: result!.words![0]!.value });
    expect((await send(known, await app.code())).location).toBe('/staff/password');
  });

  it('takes a hundred wrong codes and no more without a right one between them', async () => {
    const { app } = await withApp('hundred');
    for (let guess = 0; guess < 100; guess += 1) {
      if (guess % 5 === 0) await quarterOfAnHour();
      const refused = await send(await half(world.visitor(), 'hundred'), String(guess).padStart(6, '0'));
      expect([guess, refused.status]).toEqual([guess, 422]);
    }
    await quarterOfAnHour();
    const stopped = await send(await half(world.visitor(), 'hundred'), await app.code());
    expect([stopped.status, stopped.errorOf('code')]).toEqual([
      429,
      'Слишком много неверных кодов подряд. Попросите администратора выдать новый пароль.',
    ]);
  });

  it('waits five minutes for the code, and nothing that is not sealed by the portal begins it', async () => {
    const { app, id } = await withApp('late');
    const [{ at }] = (await world.database.query<{ at: string }>(
      'SELECT (extract(epoch FROM password_changed_at) * 1000)::bigint::text AS at FROM staff WHERE id = $1',
      [id],
    )) as [{ at: string }];
    const seal = (until: number) =>
      new Secrets(APP_SECRET).seal(
        'half-way sign-in of staff',
        JSON.stringify({ id, at: Number(at), until }),
      );
    const visitor = world.visitor();
    const page = await half(visitor, 'late', { next: '/office/search' });
    visitor.cookies.set('half-way', seal(Date.now() + 60_000));
    expect((await visitor.get('/staff/login/code')).status).toBe(200);
    for (const cookie of [seal(Date.now() - 1000), 'made-up', '']) {
      visitor.cookies.set('half-way', cookie);
      const late = await send(page, await app.code());
      expect(late.location).toBe('/staff/login?next=%2Foffice%2Fsearch');
      expect((await late.follow()).text).toContain('больше пяти минут назад');
    }
  });

  it('is over where password, access or second factor have changed between its two steps', async () => {
    const { app, id, login } = await withApp('meanwhile');
    for (const change of [
      "password_changed_at = now() - interval '1 second'",
      'disabled_at = now()',
      'second_factor_at = NULL, second_factor_secret = NULL, second_factor_step = NULL',
    ]) {
      const page = await half(world.visitor(), login);
      await world.database.query(`UPDATE staff SET ${change} WHERE id = $1`, [id]);
      const refused = await send(page, await app.code());
      expect([change, refused.location]).toEqual([change, '/staff/login']);
      await world.database.query('UPDATE staff SET disabled_at = NULL WHERE id = $1', [id]);
    }
  });

  it('with a one-time password asks for that, a code and an own password, each once', async () => {
    const { app, id } = await withApp('one-time');
    const { result } = await act(chief, `staff/records/${id}/resetPassword`);
    const visitor = world.visitor();
    const page = await half(visitor, 'one-time', { password: result!.words![0]!.value });
    await expectNothingOpens(visitor);
    expect((await visitor.get('/staff/password')).location).toBe('/staff/login');
    const own = await (await send(page, await app.code())).follow();
    const form = own.form('/staff/password');
    expect(form.names().filter((name) => !name.startsWith('_'))).toEqual(['password', 'repeat']);
    expect((await visitor.get('/staff/second-factor')).location).toBe('/staff/password');
    const password = `${STAFF_PASSWORD} снова`;
    expect((await form.submit({ password, repeat: password })).location).toBe('/admin');
    expect((await visitor.get('/office')).status).toBe(200);
  });

  it('begins a session of its own', async () => {
    const { app, paper } = await withApp('new-id');
    const visitor = world.visitor();
    const cookie = () => /(?:^|; )staff=([^;]+)/.exec(visitor.cookies.header('/') ?? '')?.[1];
    const stale = await visitor.get('/staff/login');
    expect((await send(await half(visitor, 'new-id'), await app.code())).status).toBe(303);
    const first = cookie();
    const page = await stale.form('/staff/login').submit({ login: 'new-id', password: STAFF_PASSWORD });
    expect((await send(await page.follow(), paper[0]!)).status).toBe(303);
    expect(first).toMatch(/./);
    expect(cookie()).not.toBe(first);
  });
});

describe('Somebody of the office who has a second factor', () => {
  it('gets new codes by password and code, and the ones before are worthless', async () => {
    const { app, client, paper } = await withApp('renews');
    const form = (await client.get('/staff/second-factor/codes')).form('/staff/second-factor/codes');
    const [wrongPassword, wrongCode] = [
      await form.submit({ current: 'не тот', code: await app.code() }),
      await form.submit({ current: STAFF_PASSWORD, code: '000000' }),
    ];
    expect([wrongPassword.status, wrongPassword.errorOf('current')]).toEqual([422, 'Пароль не подошёл']);
    expect([wrongCode.status, wrongCode.errorOf('code')]).toEqual([422, expect.stringMatching(WRONG)]);
    const shown = codesOn(await form.submit({ current: STAFF_PASSWORD, code: await app.code() }));
    expect(shown).toHaveLength(10);
    expect(shown.filter((code) => paper.includes(code))).toEqual([]);
    expect((await send(await half(world.visitor(), 'renews'), paper[0]!)).errorOf('code')).toMatch(WRONG);
    expect((await send(await half(world.visitor(), 'renews'), shown[0]!)).status).toBe(303);
    expect(await journal('renews')).toContain('staff.recovery-codes-renewed');
  });

  it('connects another telephone by password and a code of paper, and the former app is worthless', async () => {
    const { app, client, paper } = await withApp('new-phone');
    const form = (await client.get('/staff/second-factor/begin')).form('/staff/second-factor/begin');
    expect((await form.submit({ current: STAFF_PASSWORD, code: '000000' })).errorOf('code')).toMatch(WRONG);
    const page = await (await form.submit({ current: STAFF_PASSWORD, code: paper[0]! })).follow();
    const fresh = await scan(page);
    await halfMinuteLater('new-phone');
    for (const code of [await app.code(), paper[1]!]) {
      expect((await send(await half(world.visitor(), 'new-phone'), code)).errorOf('code')).toMatch(WRONG);
    }
    expect((await send(await half(world.visitor(), 'new-phone'), await fresh.app.code())).status).toBe(303);
    expect((await client.get('/office')).status).toBe(200);
  });

  it('switches it off by password and code, is told by letter, and the password is enough again', async () => {
    const { app, client } = await withApp('off');
    const form = (await client.get('/staff/second-factor/off')).form('/staff/second-factor/off');
    expect((await form.submit({ current: 'не тот', code: await app.code() })).status).toBe(422);
    expect((await form.submit({ current: STAFF_PASSWORD, code: '1' })).status).toBe(422);
    const off = await form.submit({ current: STAFF_PASSWORD, code: await app.code() });
    expect((await off.follow()).text).toContain('Вход с кодом отключён');
    expect((await client.get('/office')).status).toBe(200);
    await world.mail.waitForLetter({ to: 'off@example.test', subject: 'Вход с кодом отключён' });
    expect((await (await enterOffice(world, 'off', STAFF_PASSWORD)).get('/office')).status).toBe(200);
    expect(await journal('off')).toContain('staff.second-factor-off');
    expect((await client.get('/staff/second-factor/codes')).location).toBe('/staff/second-factor');
  });

  it('changes the password as before, without a code, and keeps the app', async () => {
    const { app, client } = await withApp('new-password');
    const form = (await client.get('/staff/password')).form('/staff/password');
    const password = 'другая длинная фраза 77';
    expect((await form.submit({ current: STAFF_PASSWORD, password, repeat: password })).location).toBe(
      '/admin',
    );
    expect((await client.get('/office')).status).toBe(200);
    const page = await half(world.visitor(), 'new-password', { password });
    expect((await send(page, await app.code())).status).toBe(303);
  });
});

describe('A lost telephone', () => {
  it('is helped by another administrator with a ground: sessions end, a letter leaves, the password lets in', async () => {
    const { client, id, app } = await withApp('lost');
    const path = `staff/records/${id}/resetSecondFactor`;
    expect((await act(chief, path, { ground: ' ' })).errors).toHaveProperty('ground');
    const ground = 'телефон утерян, паспорт проверен';
    expect((await act(chief, path, { ground })).message).toContain('сброшен');
    expect((await client.get('/office')).status).toBe(303);
    const told = await client.post('/office/sign-out', {});
    expect(told.text).toContain('Вам сбросили вход с кодом');
    const letter = await world.mail.waitForLetter({
      to: 'lost@example.test',
      subject: 'сбросил администратор',
    });
    expect(letter.text).toContain(ground);
    expect((await (await enterOffice(world, 'lost', STAFF_PASSWORD)).get('/office')).status).toBe(200);
    const [line] = await list(chief, 'audit', '?filters.action=staff.second-factor-reset');
    expect(line).toMatchObject({ details: ground });
    expect((await act(chief, path, { ground })).status).not.toBe(200);
    expect(await app.code()).toMatch(/^\d{6}$/);
  });

  it('is nothing that one helps oneself with, nor anybody who is no administrator', async () => {
    const { client, id } = await withApp('own-help', 'administrator');
    const victim = await withApp('victim');
    const ground = 'сам себе';
    const own = await act(client, `staff/records/${id}/resetSecondFactor`, { ground });
    expect(own.status).not.toBe(200);
    const clerk = await hire(world, 'curious', 'operator', 'Любопытный Иван');
    expect((await act(clerk, `staff/records/${victim.id}/resetSecondFactor`, { ground })).status).toBe(403);
    const rows = await world.database.query(
      'SELECT FROM staff WHERE id = ANY ($1) AND second_factor_at IS NOT NULL',
      [[id, victim.id]],
    );
    expect(rows).toHaveLength(2);
  });

  it('of the last administrator is helped by the command line', async () => {
    await withApp('the-last', 'administrator');
    const reset = (...args: string[]) => world.product.cli(['staff:reset-second-factor', ...args]);
    const done = await reset('--login', 'The-Last');
    expect([done.code, done.stdout]).toEqual([0, expect.stringContaining('сброшен')]);
    expect((await (await enterOffice(world, 'the-last', STAFF_PASSWORD)).get('/office')).status).toBe(200);
    const again = await reset('--login', 'the-last');
    expect([again.code, again.stdout]).toEqual([1, expect.stringContaining('нет входа с кодом')]);
    expect((await reset('--login', 'nobody')).code).toBe(1);
    expect((await reset()).code).toBe(2);
    const [line] = await world.database.query<{ actor_name: string }>(
      `SELECT actor_name FROM audit_events WHERE action = 'staff.second-factor-reset' AND object_id = $1`,
      [await idOf('the-last')],
    );
    expect(line).toEqual({ actor_name: 'npm run staff:reset-second-factor' });
  });

  it('of somebody whose access was closed opens nothing, and is theirs again when it is opened', async () => {
    const { app, id } = await withApp('closed');
    await act(chief, `staff/records/${id}/disable`);
    const closed = (await world.visitor().get('/staff/login')).form('/staff/login');
    expect((await closed.submit({ login: 'closed', password: STAFF_PASSWORD })).status).toBe(422);
    await act(chief, `staff/records/${id}/enable`);
    expect((await send(await half(world.visitor(), 'closed'), await app.code())).status).toBe(303);
  });
});

describe('The list of staff', () => {
  it('tells an administrator who has one', async () => {
    await withApp('listed');
    const [listed] = await list(chief, 'staff', '?filters.login=listed');
    expect(listed).toMatchObject({ secondFactor: 'true' });
  });
});

describe('Before the day on which it is required', () => {
  it('the first pages ask for it with the day and a link, and everything opens', async () => {
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2099-01-15' });
    const client = await hire(world, 'in-time', 'dispatcher', 'Загодя Инна');
    const today = await client.get('/office');
    expect(today.text).toContain('с 15 января 2099 года без него в кабинет офиса не войти');
    expect((await today.click(/Подключить$/)).heading).toBe('Вход с кодом из приложения');
    const { notices } = JSON.parse((await client.get('/admin/api/dashboard')).body) as {
      notices: { more: string }[];
    };
    expect(notices).toHaveLength(1);
    await enrol(client);
    expect((await client.get('/office')).text).not.toContain('Подключите вход с кодом');
  });
});

describe('From the day on which it is required', () => {
  beforeAll(async () => {
    await world.product.restart({ STAFF_SECOND_FACTOR_FROM: '2026-01-15' });
    await enrol(chief, chiefPassword);
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
    expect((await visitor.get('/admin')).status).toBe(200);
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

  it('the doctor says how many have none', async () => {
    const check = await examined();
    const [{ without, all }] = (await world.database.query<{ without: number; all: number }>(
      `SELECT count(*)::int AS all, (count(*) FILTER (WHERE second_factor_at IS NULL))::int AS without
       FROM staff WHERE disabled_at IS NULL`,
    )) as [{ without: number; all: number }];
    expect([check.state, check.seen]).toEqual([
      'attention',
      expect.stringContaining(`Нет у ${without} из ${all}, обязателен с 15`),
    ]);
  });

  it('who was reset enrols anew after the password, and another APP_SECRET is told of by the doctor', async () => {
    const { id } = await withApp('reset-then');
    await act(chief, `staff/records/${id}/resetSecondFactor`, { ground: 'сломан телефон' });
    const form = (await world.visitor().get('/staff/login')).form('/staff/login');
    const page = await (await form.submit({ login: 'reset-then', password: STAFF_PASSWORD })).follow();
    expect(page.path).toContain('/staff/second-factor/new');
    await world.product.restart({ APP_SECRET: 'another secret, after a restore on another machine' });
    const check = await examined();
    expect([check.state, check.seen]).toEqual(['bad', expect.stringContaining('другим APP_SECRET')]);
  });

  /** What the doctor says of second factors. */
  async function examined(): Promise<{ state: string; seen: string }> {
    const { stdout } = await world.product.cli(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; seen: string }[] };
    return checks.find(({ id }) => id === 'second-factor')!;
  }
});
