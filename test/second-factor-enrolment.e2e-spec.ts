import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator, codesOn, half, scan, secretOn } from './support/authenticator.js';
import { enterOffice, hire, STAFF_PASSWORD } from './support/office.js';
import { officeOf, sendCode, WRONG_CODE } from './support/second-factor.js';
import { startWorld, type World } from './support/world.js';

let world: World;
const { halfMinuteLater, idOf, journal, withApp } = officeOf(() => world);

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

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
    expect(codes.link('Коды сохранены, дальше')).toBe('/office');
    expect((await client.get('/office')).status).toBe(200);
    expect((await elsewhere.get('/office')).status).toBe(303);
    expect(await journal('wants')).toContain('staff.second-factor-on');
    const letter = await world.mail.waitForLetter({
      to: 'wants@example.test',
      subject: 'Вход с кодом подключён',
    });
    expect(letter.text).toMatch(/\d{4} года в\s\d\d:\d\d, сеть 127\.0\.0\.0\./);
    expect(letter.text).toContain('Если это были не вы, сразу скажите администратору');
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

  it('connects nothing when the password was changed after it had been shown', async () => {
    const client = await hire(world, 'meanwhile', 'operator', 'Тем Временем');
    const asked = (await client.get('/staff/second-factor')).form('/staff/second-factor/begin');
    const page = await (await asked.submit({ current: STAFF_PASSWORD })).follow();
    await world.database.query(
      "UPDATE staff SET password_changed_at = password_changed_at + interval '1 second' WHERE login = 'meanwhile'",
    );
    const code = await new Authenticator(secretOn(page)).code();
    const late = await page.form('/staff/second-factor/new').submit({ code });
    expect(late.location).toBe('/staff/second-factor');
    const again = await late.follow();
    expect(again.text).toContain('Пароль или вход с кодом изменились');
    expect(again.form('/staff/second-factor/begin').names()).toContain('current');
    expect(await journal('meanwhile')).not.toContain('staff.second-factor-on');
    await world.mail.noLetter({ to: 'meanwhile@example.test', within: 300 });
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

describe('Somebody of the office who has a second factor', () => {
  it('gets new codes by password and code, and the ones before are worthless', async () => {
    const { app, client, paper } = await withApp('renews');
    const form = (await client.get('/staff/second-factor/codes')).form('/staff/second-factor/codes');
    const [wrongPassword, wrongCode] = [
      await form.submit({ current: 'не тот', code: await app.code() }),
      await form.submit({ current: STAFF_PASSWORD, code: '000000' }),
    ];
    expect([wrongPassword.status, wrongPassword.errorOf('current')]).toEqual([422, 'Пароль не подошёл']);
    expect([wrongCode.status, wrongCode.errorOf('code')]).toEqual([422, expect.stringMatching(WRONG_CODE)]);
    const shown = codesOn(await form.submit({ current: STAFF_PASSWORD, code: await app.code() }));
    expect(shown).toHaveLength(10);
    expect(shown.filter((code) => paper.includes(code))).toEqual([]);
    expect((await sendCode(await half(world.visitor(), 'renews'), paper[0]!)).errorOf('code')).toMatch(
      WRONG_CODE,
    );
    expect((await sendCode(await half(world.visitor(), 'renews'), shown[0]!)).status).toBe(303);
    expect(await journal('renews')).toContain('staff.recovery-codes-renewed');
    const letter = await world.mail.waitForLetter({
      to: 'renews@example.test',
      subject: 'новые резервные коды',
    });
    expect(letter.text).toContain('сеть 127.0.0.0. Прежние больше не действуют');
    for (const code of shown) expect(letter.text).not.toContain(code);
  });

  it('connects another telephone by password and a code of paper, and the former app is worthless', async () => {
    const { app, client, paper } = await withApp('new-phone');
    const form = (await client.get('/staff/second-factor/begin')).form('/staff/second-factor/begin');
    expect((await form.submit({ current: STAFF_PASSWORD, code: '000000' })).errorOf('code')).toMatch(
      WRONG_CODE,
    );
    const page = await (await form.submit({ current: STAFF_PASSWORD, code: paper[0]! })).follow();
    const fresh = await scan(page);
    const letter = await world.mail.waitForLetter({
      to: 'new-phone@example.test',
      subject: 'другое приложение',
    });
    expect(letter.text).toMatch(/, сеть 127\.0\.0\.0\. Прежнее приложение/);
    await halfMinuteLater('new-phone');
    for (const code of [await app.code(), paper[1]!]) {
      expect((await sendCode(await half(world.visitor(), 'new-phone'), code)).errorOf('code')).toMatch(
        WRONG_CODE,
      );
    }
    expect((await sendCode(await half(world.visitor(), 'new-phone'), await fresh.app.code())).status).toBe(
      303,
    );
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
      '/office',
    );
    expect((await client.get('/office')).status).toBe(200);
    const page = await half(world.visitor(), 'new-password', { password });
    expect((await sendCode(page, await app.code())).status).toBe(303);
  });
});
