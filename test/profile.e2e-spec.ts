import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveResident, PASSWORD, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  await giveResident(world, 'irina');
});
afterAll(() => world?.stop());

describe('«Профиль»', () => {
  it('changes name and telephone', async () => {
    const visitor = await signIn(world, 'irina');
    const form = (await visitor.get('/profile/name')).form('/profile/name');
    expect(form.value('firstName')).toBe('Ирина');
    const page = await (await form.submit({ firstName: 'Арина', phone: '8 902 000-00-00' })).follow();
    expect(page.text).toContain('Арина');
    expect(page.text).toContain('Изменения сохранены');
    const refused = await (await visitor.get('/profile/name')).form('/profile/name').submit({ lastName: '' });
    expect(refused.errorOf('lastName')).toBe('Введите фамилию');
  });

  it('changes the e-mail only after the new address has answered, and tells the old one', async () => {
    const visitor = await signIn(world, 'irina');
    const form = (await visitor.get('/profile/email')).form('/profile/email');
    const wrong = await form.submit({ email: 'new@example.test', current: 'not mine' });
    expect(wrong.errorOf('current')).toBe('Пароль не подошёл');
    await wrong.form('/profile/email').submit({ email: 'new@example.test', current: PASSWORD });
    expect((await visitor.get('/profile')).text).toContain('irina@example.test');
    const letter = await world.mail.waitForLetter({
      to: 'new@example.test',
      subject: 'Подтверждение нового адреса',
    });
    const opened = await visitor.get(letter.links.find((link) => link.includes('confirm_email'))!);
    expect((await visitor.get('/profile')).text).toContain('irina@example.test');
    const done = await (await opened.form('/auth/email').submit({})).follow();
    expect(done.text).toContain('new@example.test');
    await world.mail.waitForLetter({ to: 'irina@example.test', subject: 'Адрес электронной почты изменён' });
  });

  it('does not tell that an address belongs to somebody else', async () => {
    await giveResident(world, 'petr');
    const visitor = await signIn(world, 'petr');
    const form = (await visitor.get('/profile/email')).form('/profile/email');
    const answer = await form.submit({ email: 'new@example.test', current: PASSWORD });
    expect(answer.location).toBe('/profile');
    await world.mail.waitForLetter({ to: 'new@example.test', subject: 'Попытка регистрации' });
    await world.mail.noLetter({ to: 'new@example.test', subject: 'Подтверждение нового адреса' });
  });

  it('changes the password; other devices must sign in again, this one goes on', async () => {
    await giveResident(world, 'anna');
    const [here, there] = [await signIn(world, 'anna'), await signIn(world, 'anna')];
    const before = here.cookies.get('sid');
    const fresh = 'облако и сито 9';
    const form = (await here.get('/profile/password')).form('/profile/password');
    expect(
      (await form.submit({ current: 'wrong', password: fresh, repeat: fresh })).errorOf('current'),
    ).toBeTruthy();
    expect(
      (await form.submit({ current: PASSWORD, password: 'qwerty', repeat: 'qwerty' })).errorOf('password'),
    ).toBeTruthy();
    expect((await form.submit({ current: PASSWORD, password: fresh, repeat: fresh })).location).toBe(
      '/profile',
    );
    expect(here.cookies.get('sid')).not.toBe(before);
    expect((await here.get('/accounts')).status).toBe(200);
    expect((await there.get('/accounts')).location).toContain('/auth/');
    await world.mail.waitForLetter({ to: 'anna@example.test', subject: 'Пароль изменён' });
  });
});

describe('«Устройства и входы»', () => {
  it('lists the sessions and ends one, or all others', async () => {
    await giveResident(world, 'many');
    const [here, second, third] = [
      await signIn(world, 'many'),
      await signIn(world, 'many'),
      await signIn(world, 'many'),
    ];
    const page = await here.get('/profile/sessions');
    expect(page.text).toContain('это устройство');
    const links = [...page.body.matchAll(/href="([^"]+\/end)"/g)].map(([, href]) => href!);
    expect(links).toHaveLength(2);
    const ending = await here.get(links[0]!);
    const end = ending.forms().filter(({ action }) => action.endsWith('/end'));
    // One by one is also all of them: a stolen session must not shut out its owner.
    for (const current of ['', 'not mine']) {
      expect((await end[0]!.submit({ current })).status).toBe(422);
    }
    for (const visitor of [second, third]) expect((await visitor.get('/accounts')).status).toBe(200);
    await end[0]!.submit({ current: PASSWORD });
    const open = await Promise.all(
      [second, third].map(async (visitor) => (await visitor.get('/accounts')).status),
    );
    expect(open.sort()).toEqual([200, 303]);
    // Whoever has only the session must not shut out the owner.
    const list = await here.get('/profile/sessions');
    for (const [current, words] of [
      ['', 'Введите ваш пароль'],
      ['not mine', 'Пароль не подошёл'],
    ]) {
      const refused = await list.form('/profile/sessions/end-others').submit({ current: current! });
      expect([refused.status, refused.errorOf('current')]).toEqual([422, words]);
    }
    await list.form('/profile/sessions/end-others').submit({ current: PASSWORD });
    for (const visitor of [second, third]) {
      expect((await visitor.get('/accounts')).status).toBe(303);
    }
    expect((await here.get('/accounts')).status).toBe(200);
  });

  it('of somebody else cannot be ended', async () => {
    await giveResident(world, 'victim');
    const [victim, attacker] = [await signIn(world, 'victim'), await signIn(world, 'petr')];
    const [row] = await world.database.query<{ public_id: string }>(
      "SELECT public_id FROM sessions s JOIN users u ON u.id = s.user_id WHERE login = 'victim'",
    );
    const csrf = (await attacker.get('/profile/sessions')).form('/auth/logout').value('_csrf')!;
    expect((await attacker.post(`/profile/sessions/${row!.public_id}/end`, { _csrf: csrf })).status).toBe(
      404,
    );
    expect((await victim.get('/accounts')).status).toBe(200);
  });
});
