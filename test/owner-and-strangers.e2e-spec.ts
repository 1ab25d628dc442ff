import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { parseHtml, visibleText } from './support/html.js';
import { PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NEW = 'облако и сито 9';
const CONFIRMATION = 'Подтверждение регистрации';
const NEW_ADDRESS = 'Подтверждение нового адреса';

let world: World;
/** Each visitor comes from a network of its own, so that only limits by name are met. */
let network = 0;

beforeAll(async () => {
  world = await startWorld({ RECOVERY_MINUTES: '10' });
});
afterAll(() => world?.stop());

function stranger(): Client {
  network += 1;
  return world.visitor(`127.2.${network >> 8}.${network & 255}`);
}

async function registerAs(login: string, fields: Record<string, string> = {}, visitor = stranger()) {
  const form = (await visitor.get('/auth/?register=yes')).form('/auth/registration');
  const answer = await form.submit({ ...registration(login), ...fields });
  expect(answer.status).toBe(303);
}

async function signInAs(login: string, password: string, visitor = stranger()) {
  return (await visitor.get('/auth/')).form('/auth/login').submit({ login, password });
}

/** Asks for the letter again with the password of a registration. */
async function askAgain(login: string) {
  const refused = await signInAs(login, PASSWORD);
  return refused.form('/auth/confirmation/again').submit({});
}

async function lettersOf(login: string, kind: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM letters l JOIN users u ON u.id = l.user_id WHERE u.login = $1 AND l.kind = $2`,
    [login, kind],
  );
  return row!.count;
}

/** As earlier versions left it where a login could not follow its address. */
async function moveAway(login: string, address: string): Promise<void> {
  await world.database.query('UPDATE users SET email = $2, email_key = $2 WHERE login = $1', [
    login,
    address,
  ]);
}

async function registerAddress(address: string, password = PASSWORD): Promise<void> {
  const visitor = stranger();
  await registerAs(address, { password, repeat: password }, visitor);
  const letter = await world.mail.waitForLetter({ to: address, subject: CONFIRMATION });
  expect((await visitor.get(letter.links[0]!)).text).toContain('успешно подтверждена');
}

describe('Strangers who register the address of a resident and ask for letters', () => {
  it('cannot use up the letter of the owner, and the mailbox gets a bounded number of them', async () => {
    const email = 'silenced@example.test';
    await registerAs('silenced', { email });
    expect(await lettersOf('silenced', 'confirmation')).toBe(1);
    const logins = Array.from({ length: 12 }, (_, index) => `noise-${index}`);
    for (const login of logins) {
      await registerAs(login, { email });
      for (let count = 0; count < 3; count += 1) await askAgain(login);
    }
    const [strangers] = await world.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM letters l JOIN users u ON u.id = l.user_id WHERE u.login LIKE 'noise-%'`,
    );
    // Four with the registrations, one own each, and what all share: only that could be silenced, so it is exhausted.
    expect(strangers!.count).toBeLessThanOrEqual(4 + 12 + 20);
    expect(strangers!.count).toBeGreaterThan(30);

    expect((await askAgain('silenced')).location).toBe('/auth/registration/sent');
    expect(await lettersOf('silenced', 'confirmation')).toBe(2);
    // The letter of a moment ago is good: another one is told to wait, not silently lost.
    const told = await askAgain('silenced');
    expect(told.status).toBe(429);
    expect(told.text).toContain('Подождите');
    // When no code is good any more, one is sent whatever strangers have done.
    await world.database.query(
      `UPDATE auth_codes SET expires_at = now() WHERE user_id = (SELECT id FROM users WHERE login = 'silenced')`,
    );
    expect((await askAgain('silenced')).location).toBe('/auth/registration/sent');
    expect(await lettersOf('silenced', 'confirmation')).toBe(3);
  });

  it('cannot stop the letter of a change of E-mail', async () => {
    await register(world, 'mover');
    for (let count = 0; count < 6; count += 1) {
      await registerAs(`squat-${count}`, { email: 'fresh@example.test' });
    }
    const owner = await signIn(world, 'mover', stranger());
    const ask = async () =>
      (await owner.get('/profile/email')).form('/profile/email').submit({
        email: 'fresh@example.test',
        current: PASSWORD,
      });
    expect((await ask()).location).toBe('/profile');
    await world.mail.waitForLetter({ to: 'fresh@example.test', subject: NEW_ADDRESS });
    for (let count = 1; count < 5; count += 1) await ask();
    const stopped = await ask();
    expect(stopped.status).toBe(429);
    expect(stopped.errorOf('email')).toContain('подождите 60 минут');
    expect(String(stopped.headers['retry-after'])).toMatch(/^\d+$/);
    expect(await lettersOf('mover', 'email-change')).toBe(5);
  });
});

describe('Strangers who ask for recovery where a control string lives for ten minutes', () => {
  it('cannot keep the owner without one for the rest of the hour', async () => {
    await register(world, 'hurried');
    const ask = async () =>
      (await stranger().get('/auth/?forgot_password=yes'))
        .form('/auth/recovery')
        .submit({ login: 'hurried' });
    for (let count = 0; count < 7; count += 1) await ask();
    expect(await lettersOf('hurried', 'recovery')).toBe(5);
    await world.database.query(
      `UPDATE auth_codes SET created_at = created_at - interval '11 minutes', expires_at = expires_at - interval '11 minutes'`,
    );
    await ask();
    expect(await lettersOf('hurried', 'recovery')).toBe(6);
    await ask();
    expect(await lettersOf('hurried', 'recovery')).toBe(6);
  });
});

describe('The new owner of an address that is still the login of somebody who left it', () => {
  it('completes the registration; the former owner keeps a way in by the own address', async () => {
    // Two in a row: the first moved to what is the login of the second, who had moved on before.
    await registerAddress('old-a@example.test');
    await registerAddress('old-b@example.test');
    await moveAway('old-b@example.test', 'old-c@example.test');
    await moveAway('old-a@example.test', 'old-b@example.test');

    await registerAddress('old-a@example.test', NEW);
    expect((await signInAs('old-a@example.test', NEW)).location).toBe('/accounts');
    expect((await signInAs('old-a@example.test', PASSWORD)).status).toBe(422);
    expect((await signInAs('old-b@example.test', PASSWORD)).location).toBe('/accounts');
    expect((await signInAs('old-c@example.test', PASSWORD)).location).toBe('/accounts');
    const logins = await world.database.query<{ login: string; email: string }>(
      "SELECT login, email FROM users WHERE login LIKE 'old-%' ORDER BY login",
    );
    expect(logins.map(({ login }) => login)).toEqual(logins.map(({ email }) => email));
    expect(logins).toHaveLength(3);

    // Each of the former ones is told by letter, at the present address.
    for (const [before, now] of [
      ['old-a@example.test', 'old-b@example.test'],
      ['old-b@example.test', 'old-c@example.test'],
    ] as const) {
      const letter = await world.mail.waitForLetter({ to: now, subject: 'Логин изменён' });
      for (const words of [letter.text, visibleText(parseHtml(letter.html))].map((text) =>
        text.replaceAll('\u2060', ''),
      )) {
        expect(words).toContain(`Теперь это ваш адрес электронной почты: ${now}`);
        expect(words).toContain(`Прежний логин, ${before}, больше не подходит`);
        expect(words).toContain('Пароль и привязанные лицевые счета остались прежними');
        expect(words).toContain('599-018');
      }
      // A former address is nothing to press on.
      expect(letter.html).not.toContain(before);
    }
    await world.mail.noLetter({ to: 'old-a@example.test', subject: 'Логин изменён' });
  });

  it('gets it as the login also by a change of E-mail, even where two have each other’s', async () => {
    await registerAddress('swap-a@example.test');
    await registerAddress('swap-b@example.test', NEW);
    await moveAway('swap-a@example.test', 'swap-x@example.test');
    await moveAway('swap-b@example.test', 'swap-a@example.test');
    const mover = await signIn(world, 'swap-x@example.test', stranger());
    await (
      await mover.get('/profile/email')
    )
      .form('/profile/email')
      .submit({ email: 'swap-b@example.test', current: PASSWORD });
    const letter = await world.mail.waitForLetter({ to: 'swap-b@example.test', subject: NEW_ADDRESS });
    const opened = await mover.get(letter.links.find((link) => link.includes('confirm_email'))!);
    const done = await (await opened.form('/auth/email').submit({})).follow();
    expect(done.text).toContain('Логин теперь тоже swap-b@example.test');
    expect((await signInAs('swap-b@example.test', PASSWORD)).location).toBe('/accounts');
    expect((await signInAs('swap-a@example.test', NEW)).location).toBe('/accounts');
  });

  it('is not held back by a registration that the office has blocked before it was confirmed', async () => {
    await registerAs('barred@example.test', { password: NEW, repeat: NEW });
    await world.mail.waitForLetter({ to: 'barred@example.test', subject: CONFIRMATION });
    await world.database.query("UPDATE users SET status = 'blocked' WHERE login = 'barred@example.test'");
    await registerAddress('barred@example.test');
    expect((await signInAs('barred@example.test', PASSWORD)).location).toBe('/accounts');
  });
});

describe('A resident who waits beside a namesake while the office makes the hashes stronger', () => {
  it('is still known by the own password, and can ask for the letter again', async () => {
    await registerAs('slow@example.test');
    await registerAs('slow@example.test', { password: NEW, repeat: NEW });
    await world.product.restart({ ARGON2_TIME: '3' });
    const refused = await signInAs('slow@example.test', PASSWORD);
    expect(refused.errorOf('login')).toContain('Регистрация ещё не подтверждена');
    expect((await refused.form('/auth/confirmation/again').submit({})).location).toBe(
      '/auth/registration/sent',
    );
    expect((await signInAs('slow@example.test', 'ничья лампа 11')).errorOf('password')).toBeTruthy();
  });
});
