import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Letter } from './support/letter.js';
import { giveResident, PASSWORD, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const SUBJECT = 'УК «Макском»: Запрос на смену пароля';
const SENT =
  'Контрольная строка, а также ваши регистрационные данные были высланы по E-Mail. Пожалуйста, дождитесь письма, так как контрольная строка изменяется при каждом запросе.';
const NEW = 'облако и сито 9';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

async function ask(fields: Record<string, string>) {
  const visitor = world.visitor();
  const page = await (await visitor.get('/auth/')).click('Забыли пароль?');
  return (await page.form('/auth/recovery').submit(fields)).follow();
}

async function letterTo(login: string): Promise<Letter> {
  return world.mail.waitForLetter({ to: `${login}@example.test`, subject: SUBJECT });
}

async function change(link: string, fields: Record<string, string>) {
  return (await world.visitor().get(link)).form('/auth/password').submit(fields);
}

/** What a page does that was opened while the link was still good. */
async function changeLate(link: string) {
  const asked = new URL(link, 'http://kabinet.test').searchParams;
  const shown = {
    login: asked.get('USER_LOGIN')!,
    code: asked.get('USER_CHECKWORD')!,
    link: asked.get('k')!,
  };
  const page = await world.visitor().get(link);
  expect(page.text).toContain('Ссылка больше не действует');
  const typing = await world.visitor().get('/auth/index.php?change_password=yes');
  return typing.form('/auth/password').submit({ ...shown, password: NEW, repeat: NEW });
}

const changeLink = (letter: Letter): string => letter.links.find((link) => link.includes('USER_CHECKWORD'))!;

describe('A resident who forgot the password', () => {
  it('finds the form of the manual and gets the letter by login or by e-mail', async () => {
    await giveResident(world, 'forgot');
    const page = await world.visitor().get('/auth/?forgot_password=yes');
    expect(page.heading).toBe('Восстановление пароля');
    expect(page.text).toContain('Если вы забыли пароль, введите логин или E-Mail.');
    expect(page.text).toContain(
      'Контрольная строка для смены пароля, а также ваши регистрационные данные, будут высланы вам по E-Mail.',
    );
    for (const field of ['login', 'email']) {
      const fields = { [field]: field === 'login' ? 'forgot' : 'forgot@example.test' };
      expect((await ask(fields)).text).toContain(SENT);
      const letter = await letterTo('forgot');
      expect(letter.text).toContain('forgot');
      expect(letter.text).not.toContain(PASSWORD);
    }
  });

  it('reads that a link is used before typing anything, and signs in with a login that stands filled in', async () => {
    await giveResident(world, 'hasty');
    await ask({ login: 'hasty' });
    const link = changeLink(await letterTo('hasty'));
    const visitor = world.visitor();
    const page = await visitor.get(link);
    const done = await page.form('/auth/password').submit({ password: NEW, repeat: NEW });
    const signIn = await done.follow();
    expect(signIn.form('/auth/login').value('login')).toBe('hasty');
    expect(signIn.form('/auth/login').value('password')).toBe('');
    expect((await world.visitor().get('/auth/')).form('/auth/login').value('login')).toBe('');
    const again = await world.visitor().get(link);
    expect(again.text).toContain('Ссылка больше не действует');
    expect(again.html.querySelectorAll('main form')).toHaveLength(0);
    const unknown = await world.visitor().get(link.replace('USER_LOGIN=hasty', 'USER_LOGIN=nobody'));
    expect(unknown.text).toBe(again.text);
  });

  it('changes it by the link; the string is then spent, all sessions are ended and a letter tells of it', async () => {
    await giveResident(world, 'changes');
    const signedIn = await signIn(world, 'changes');
    await ask({ login: 'changes' });
    const link = changeLink(await letterTo('changes'));
    const page = await world.visitor().get(link);
    expect(page.title).toContain('Изменение пароля');
    expect(page.text).toContain('Смена пароля');
    expect(page.text).toContain('Пароль должен быть не менее 6 символов длиной.');
    expect(page.text).toContain('*Обязательные поля');
    expect(page.form('/auth/password').value('login')).toBe('changes');
    expect(page.headers['referrer-policy']).toBe('no-referrer');

    const done = await (await page.form('/auth/password').submit({ password: NEW, repeat: NEW })).follow();
    expect(done.text).toContain('Пароль изменён');
    expect((await signedIn.get('/accounts')).location).toContain('/auth/');
    await world.mail.waitForLetter({ to: 'changes@example.test', subject: 'Пароль изменён' });
    const form = async () => (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await (await form()).submit({ login: 'changes', password: PASSWORD })).status).toBe(422);
    expect((await (await form()).submit({ login: 'changes', password: NEW })).location).toBe('/accounts');
    expect((await changeLate(link)).errorOf('code')).toContain('не подошли');
  });

  it('may type login and string by hand', async () => {
    await giveResident(world, 'types');
    await ask({ login: 'types' });
    const letter = await letterTo('types');
    const [, code] = /USER_CHECKWORD=([A-Za-z0-9]{8})/.exec(changeLink(letter))!;
    const page = await world.visitor().get('/auth/index.php?change_password=yes');
    const done = await page
      .form('/auth/password')
      .submit({ login: 'Types', code: code!, password: NEW, repeat: NEW });
    expect(done.status).toBe(303);
  });

  it('has only the last of two strings', async () => {
    await giveResident(world, 'twice');
    await ask({ login: 'twice' });
    const first = changeLink(await letterTo('twice'));
    await ask({ login: 'twice' });
    const second = changeLink(await letterTo('twice'));
    expect(first).not.toBe(second);
    expect((await changeLate(first)).errorOf('code')).toContain('не подошли');
    expect((await change(second, { password: NEW, repeat: NEW })).status).toBe(303);
  });

  it('does not lose the string to a weak password or a different repeat', async () => {
    await giveResident(world, 'weak');
    await ask({ login: 'weak' });
    const link = changeLink(await letterTo('weak'));
    for (const password of ['12345', 'qwerty', 'пароль', 'weak12']) {
      expect((await change(link, { password, repeat: password })).errorOf('password')).toBeTruthy();
    }
    expect((await change(link, { password: NEW, repeat: 'another' })).errorOf('repeat')).toContain(
      'не совпадают',
    );
    expect((await change(link, { password: NEW, repeat: NEW })).status).toBe(303);
  });

  it('is refused a password made of the own address or name, which only the string has shown', async () => {
    await giveResident(world, 'xk9q7w-zt');
    await ask({ login: 'xk9q7w-zt@example.test' });
    const link = changeLink(await letterTo('xk9q7w-zt'));
    const typed = link.replace('USER_LOGIN=xk9q7w-zt', 'USER_LOGIN=xk9q7w-zt%40example.test');
    for (const password of ['89025123456', 'xk9q7w-zt', 'беловаирина']) {
      expect((await change(typed, { password, repeat: password })).errorOf('password')).toContain(
        'легко угадать',
      );
    }
    expect((await change(typed, { password: NEW, repeat: NEW })).status).toBe(303);
  });

  it('gets in also when the registration was never confirmed', async () => {
    const visitor = world.visitor();
    await (await visitor.get('/auth/?register=yes')).form('/auth/registration').submit(registration('never'));
    await ask({ login: 'never' });
    expect((await change(changeLink(await letterTo('never')), { password: NEW, repeat: NEW })).status).toBe(
      303,
    );
    const form = (await world.visitor().get('/auth/')).form('/auth/login');
    expect((await form.submit({ login: 'never', password: NEW })).location).toBe('/accounts');
  });

  it('cannot use a string that has expired', async () => {
    await giveResident(world, 'late');
    await ask({ login: 'late' });
    const link = changeLink(await letterTo('late'));
    await world.database.query(
      "UPDATE auth_codes SET expires_at = now() - interval '1 second' WHERE purpose = 'recover'",
    );
    expect((await changeLate(link)).errorOf('code')).toContain('не подошли');
  });
});

describe('A stranger who asks for recovery', () => {
  it('learns nothing: the answer is the same and no letter goes out', async () => {
    await giveResident(world, 'somebody');
    expect((await ask({ login: 'nobody-at-all' })).text).toContain(SENT);
    expect((await ask({ email: 'nobody@example.test' })).text).toContain(SENT);
    expect((await ask({ login: 'somebody', email: 'other@example.test' })).text).toContain(SENT);
    await world.mail.noLetter({ to: 'somebody@example.test', subject: SUBJECT });
  });

  it('must fill in one of the two fields', async () => {
    const page = await world.visitor().get('/auth/?forgot_password=yes');
    expect((await page.form('/auth/recovery').submit({})).errorOf('login')).toBe('Введите логин или E-Mail');
  });

  it('has five attempts to type a string; the link of the letter stays good', async () => {
    await giveResident(world, 'guessed');
    await ask({ login: 'guessed' });
    const link = changeLink(await letterTo('guessed'));
    const [, code] = /USER_CHECKWORD=([A-Za-z0-9]{8})/.exec(link)!;
    const typing = '/auth/index.php?change_password=yes';
    for (let guess = 0; guess < 5; guess += 1) {
      const refused = await change(typing, {
        login: 'guessed',
        code: 'AAAAAAAA',
        password: NEW,
        repeat: NEW,
      });
      expect(refused.status).toBe(422);
    }
    expect((await change(typing, { login: 'guessed', code: code!, password: NEW, repeat: NEW })).status).toBe(
      422,
    );
    expect((await change(link, { password: NEW, repeat: NEW })).status).toBe(303);
  });
});
