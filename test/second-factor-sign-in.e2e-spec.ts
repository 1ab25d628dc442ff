import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secrets } from '../src/core/secrets.js';
import { half } from './support/authenticator.js';
import type { Client } from './support/client.js';
import { act, enterOffice, loadDemo, STAFF_PASSWORD, todo } from './support/office.js';
import { expectNothingOpens, officeOf, sendCode, WRONG_CODE } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

const APP_SECRET = 'the secret of this suite, with which cookies are sealed';

let world: World;
let chief: Client;
const { journal, quarterOfAnHour, withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld({ APP_SECRET });
  const demo = await loadDemo(world);
  chief = await enterOffice(world, demo.login, demo.password);
});
afterAll(() => world?.stop());

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
    const inside = await sendCode(page, ` ${code.slice(0, 3)} ${code.slice(3)} `);
    expect(inside.location).toBe('/office/search?page=2');
    expect((await visitor.get('/office')).status).toBe(200);
    // the page is stale now: back, and once more
    expect((await visitor.get('/staff/login/code')).location).toBe('/office');
    expect((await sendCode(page, code)).location).toBe('/office/search?page=2');
  });

  it('says the same of a wrong, a used and an old code, of letters, and of the code of somebody else', async () => {
    const { app, client: signedIn } = await withApp('same-words');
    const other = await withApp('other-app');
    const used = await app.code();
    expect((await sendCode(await half(world.visitor(), 'same-words'), used)).status).toBe(303);
    // drawn just before they are sent: half a minute later a code that was too early is right
    const codes = [() => used, () => app.code(-2), () => app.code(2), () => other.app.code()];
    const texts = ['letters', '１２３４５６', '1 2'].map((text) => () => text);
    for (const draw of [...codes, ...texts]) {
      const page = await half(world.visitor(), 'same-words');
      const code = await draw();
      const refused = await sendCode(page, code);
      expect([code, refused.status]).toEqual([code, 422]);
      expect(refused.errorOf('code')).toMatch(WRONG_CODE);
      expect(refused.body).not.toContain(`value="${code}"`);
      await quarterOfAnHour();
    }
    const page = await half(world.visitor(), 'same-words');
    expect((await sendCode(page, '')).errorOf('code')).toBe('Введите код');
    expect((await sendCode(page, '1'.repeat(65))).errorOf('code')).toMatch(/Слишком длинно/);
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
      const inside = await sendCode(await half(world.visitor(), 'clock'), await app.code(ahead));
      expect([ahead, inside.status]).toEqual([ahead, 303]);
    }
  });

  it('takes a code once, however many send it at the same time', async () => {
    const { app, paper } = await withApp('raced');
    for (const code of [await app.code(), paper[0]!]) {
      const pages = await Promise.all([1, 2, 3, 4].map(() => half(world.visitor(), 'raced')));
      const answers = await Promise.all(pages.map((page) => sendCode(page, code)));
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 422)).toHaveLength(3);
      // those who came late are counted as guesses
      await quarterOfAnHour();
    }
  });

  it('takes a recovery code in the same field, once, and tells its owner', async () => {
    const { paper } = await withApp('on-paper');
    expect((await sendCode(await half(world.visitor(), 'on-paper'), paper[3]!)).status).toBe(303);
    const letter = await world.mail.waitForLetter({
      to: 'on-paper@example.test',
      subject: 'использован резервный код',
    });
    expect(letter.text).toContain('Осталось кодов: 9');
    const again = await sendCode(await half(world.visitor(), 'on-paper'), paper[3]!);
    expect(again.errorOf('code')).toMatch(WRONG_CODE);
    const plain = paper[4]!.replaceAll(' ', '-');
    const client = world.visitor();
    expect((await sendCode(await half(client, 'on-paper'), plain)).status).toBe(303);
    expect((await client.get('/staff/second-factor')).text).toContain('Осталось резервных кодов: 8');
    expect(await journal('on-paper')).toContain('staff.recovery-code-used');
    const other = await withApp('not-my-paper');
    const foreign = await sendCode(await half(world.visitor(), 'not-my-paper'), paper[5]!);
    expect(foreign.errorOf('code')).toMatch(WRONG_CODE);
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
    const own = (await todo(client)).map(({ href }) => href).filter((href) => href.startsWith('/staff/'));
    expect(own).toEqual(['/staff/second-factor/codes']);
  });

  it('stops after five wrong codes, also for the right one, and an own password again opens it', async () => {
    const { app, id } = await withApp('guessed');
    const visitor = world.visitor('127.61.0.1');
    const page = await half(visitor, 'guessed');
    for (let guess = 0; guess < 5; guess += 1) {
      expect((await sendCode(page, `00000${guess}`)).status).toBe(422);
    }
    const elsewhere = await half(world.visitor('127.62.0.1'), 'guessed');
    for (const stopped of [
      await sendCode(page, await app.code()),
      await sendCode(elsewhere, await app.code()),
    ]) {
      expect(stopped.status).toBe(429);
      expect(stopped.errorOf('code')).toMatch(/^Слишком много попыток\. Подождите 1[45] минут\.$/);
      expect(Number(stopped.headers['retry-after'])).toBeGreaterThan(0);
    }
    await world.product.waitForLog(
      ({ context, msg }) => context === 'security' && msg === 'codes of staff stopped by a limit',
    );
    const letter = await world.mail.waitForLetter({
      to: 'guessed@example.test',
      subject: 'пароль верный, код нет',
    });
    expect(letter.text).toMatch(/, сеть 127\.61\.0\.0\. Код не подошёл/);
    await world.mail.noLetter({ to: 'guessed@example.test', subject: 'код нет', within: 300 });
    const told = await journal('guessed');
    expect(told.filter((action) => action === 'staff.second-factor-refused')).toHaveLength(5);
    expect(told.filter((action) => action === 'staff.second-factor-stopped')).toHaveLength(1);
    const { result } = await act(chief, `staff/records/${id}/resetPassword`);
    const known = await half(world.visitor(), 'guessed', { password: result!.words![0]!.value });
    expect((await sendCode(known, await app.code())).location).toBe('/staff/password');
  });

  it('is not held up by whoever has the password: browsers of before, and who is inside, count for themselves', async () => {
    const { app, client } = await withApp('held-up', 'administrator');
    const stranger = await half(world.visitor('127.63.0.1'), 'held-up');
    for (let guess = 0; guess < 6; guess += 1) await sendCode(stranger, `00000${guess}`);
    expect((await sendCode(stranger, await app.code())).status).toBe(429);
    client.cookies.set('staff', '');
    const page = await half(client, 'held-up');
    for (let guess = 0; guess < 4; guess += 1) {
      expect((await sendCode(page, `00000${guess}`)).status).toBe(422);
    }
    expect((await sendCode(page, await app.code())).status).toBe(303);
    client.cookies.set('staff', '');
    const again = await half(client, 'held-up');
    for (let guess = 0; guess < 5; guess += 1) await sendCode(again, `00000${guess}`);
    expect((await sendCode(again, '000009')).status).toBe(429);
  });

  it('takes a hundred wrong codes and no more without a right one between them', async () => {
    const { app } = await withApp('hundred');
    for (let guess = 0; guess < 100; guess += 1) {
      if (guess % 5 === 0) await quarterOfAnHour();
      const refused = await sendCode(await half(world.visitor(), 'hundred'), String(guess).padStart(6, '0'));
      expect([guess, refused.status]).toEqual([guess, 422]);
    }
    await quarterOfAnHour();
    const stopped = await sendCode(await half(world.visitor(), 'hundred'), await app.code());
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
    for (const [cookie, why] of [
      [seal(Date.now() - 1000), 'больше пяти минут назад'],
      ['made-up', 'Сначала введите логин и пароль'],
      ['', 'Сначала введите логин и пароль'],
    ] as const) {
      visitor.cookies.set('half-way', cookie);
      const late = await sendCode(page, await app.code());
      expect(late.location).toBe('/staff/login?next=%2Foffice%2Fsearch');
      expect((await late.follow()).text).toContain(why);
    }
  });

  it('is over where password, access or second factor have changed between its two steps', async () => {
    const { app, id, login } = await withApp('meanwhile');
    for (const [change, why] of [
      ["password_changed_at = now() - interval '1 second'", 'Пароль с тех пор изменился'],
      ['disabled_at = now()', 'Доступ в кабинет офиса закрыт'],
      [
        'second_factor_at = NULL, second_factor_secret = NULL, second_factor_step = NULL',
        'отключили или сбросили',
      ],
    ] as const) {
      const page = await half(world.visitor(), login);
      await world.database.query(`UPDATE staff SET ${change} WHERE id = $1`, [id]);
      const refused = await sendCode(page, await app.code());
      expect([change, refused.location]).toEqual([change, '/staff/login']);
      expect((await refused.follow()).text).toContain(why);
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
    const own = await (await sendCode(page, await app.code())).follow();
    const form = own.form('/staff/password');
    expect(form.names().filter((name) => !name.startsWith('_'))).toEqual(['password', 'repeat']);
    expect((await visitor.get('/staff/second-factor')).location).toBe('/staff/password');
    const password = `${STAFF_PASSWORD} снова`;
    expect((await form.submit({ password, repeat: password })).location).toBe('/office');
    expect((await visitor.get('/office')).status).toBe(200);
  });

  it('is forgotten by a browser whose person signs out', async () => {
    const { app, login, paper } = await withApp('leaves');
    const visitor = world.visitor();
    expect((await sendCode(await half(visitor, login), await app.code())).status).toBe(303);
    const cookies = () => visitor.cookies.header('/') ?? '';
    const stale = await half(world.visitor(), login);
    visitor.cookies.set('half-way', /half-way=([^;]+)/.exec(stale.client.cookies.header('/') ?? '')![1]!);
    await (
      await visitor.get('/staff/second-factor/begin')
    )
      .form('/staff/second-factor/begin')
      .submit({ current: STAFF_PASSWORD, code: paper[0]! });
    expect(cookies()).toMatch(/half-way=.+new-factor=|new-factor=.+half-way=/);
    await (await visitor.get('/staff/logout')).form('/staff/logout').submit();
    expect(cookies()).not.toMatch(/half-way=\S|new-factor=\S/);
    expect((await visitor.get('/staff/login/code')).location).toBe('/staff/login');
  });

  it('begins a session of its own', async () => {
    const { app, paper } = await withApp('new-id');
    const visitor = world.visitor();
    const cookie = () => /(?:^|; )staff=([^;]+)/.exec(visitor.cookies.header('/') ?? '')?.[1];
    const stale = await visitor.get('/staff/login');
    expect((await sendCode(await half(visitor, 'new-id'), await app.code())).status).toBe(303);
    const first = cookie();
    const page = await stale.form('/staff/login').submit({ login: 'new-id', password: STAFF_PASSWORD });
    expect((await sendCode(await page.follow(), paper[0]!)).status).toBe(303);
    expect(first).toMatch(/./);
    expect(cookie()).not.toBe(first);
  });
});
