import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const NEW = 'облако и сито 9';
const RECOVERY = 'Запрос на смену пароля';

let world: World;
/** Each visitor comes from a network of its own, so that only limits by name are met. */
let network = 0;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world?.stop());

function stranger(): Client {
  network += 1;
  return world.visitor(`127.1.${network >> 8}.${network & 255}`);
}

async function signInAs(login: string, password: string, visitor = stranger()) {
  return (await visitor.get('/auth/')).form('/auth/login').submit({ login, password });
}

async function askRecovery(fields: Record<string, string>, visitor = stranger()) {
  return (await visitor.get('/auth/?forgot_password=yes')).form('/auth/recovery').submit(fields);
}

async function registerAs(login: string, password = PASSWORD, visitor = stranger()) {
  const form = (await visitor.get('/auth/?register=yes')).form('/auth/registration');
  return form.submit({ ...registration(login), password, repeat: password });
}

/** Registers with an address as the login and confirms it. */
async function registerAddress(address: string, password = PASSWORD): Promise<void> {
  const visitor = stranger();
  await registerAs(address, password, visitor);
  const letter = await world.mail.waitForLetter({ to: address, subject: 'Подтверждение регистрации' });
  await visitor.get(letter.links[0]!);
}

/** What twelve wrong passwords are answered: the typed spellings in turn. */
async function statusesOf(spellings: string[]): Promise<number[]> {
  const statuses: number[] = [];
  for (let attempt = 0; attempt < 12; attempt += 1) {
    statuses.push((await signInAs(spellings[attempt % spellings.length]!, 'wrong password')).status);
  }
  return statuses;
}

const wide = (text: string): string =>
  text.replace(/[!-~]/g, (sign) => String.fromCodePoint(sign.codePointAt(0)! + 0xfee0));

describe('An attacker who tries names to find out who is registered', () => {
  beforeAll(async () => {
    await register(world, 'known');
    await world.database.query(
      `UPDATE users SET email = 'known@почта.рф', email_key = 'known@xn--80a1acny.xn--p1ai' WHERE login = 'known'`,
    );
  });

  it.each([
    ['the name as it is', (name: string) => [name]],
    ['capital letters', (name: string) => [name.toUpperCase(), name]],
    ['full-width letters', (name: string) => [wide(name), name]],
    ['blanks around', (name: string) => [` ${name} `, name]],
    ['an invisible letter', (name: string) => [`${name}\u200b`]],
  ])('sees the same answers for a known and an unknown name: %s', async (_what, spell) => {
    await world.database.query('DELETE FROM rate_limits');
    const known = await statusesOf(spell('known'));
    const unknown = await statusesOf(spell('nobody'));
    expect(known).toEqual(unknown);
    expect(known.slice(0, 10)).toEqual(Array(10).fill(422));
    expect(known.slice(10)).toEqual([429, 429]);
  });

  it('sees the same answers for both spellings of an address', async () => {
    await world.database.query('DELETE FROM rate_limits');
    const spellings = (name: string) => [
      `${name}@почта.рф`,
      `${name}@xn--80a1acny.xn--p1ai`,
      wide(`${name}@`) + 'ПОЧТА.рф',
    ];
    const known = await statusesOf(spellings('known'));
    expect(known).toEqual(await statusesOf(spellings('nobody')));
    expect(known.slice(9)).toEqual([422, 429, 429]);
  });

  it('cannot tie an address to its login: the failures of one do not count for the other', async () => {
    await world.database.query('DELETE FROM rate_limits');
    await statusesOf(['known@почта.рф']);
    expect((await signInAs('known', 'wrong password')).status).toBe(422);
    expect((await signInAs('nobody', 'wrong password')).status).toBe(422);
  });

  it('cannot keep the owner out: a new password opens the login and the address again', async () => {
    await register(world, 'owner');
    await statusesOf(['owner']);
    await statusesOf(['owner@example.test']);
    await askRecovery({ login: 'owner' });
    const letter = await world.mail.waitForLetter({ to: 'owner@example.test', subject: RECOVERY });
    const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
    await (await stranger().get(link)).form('/auth/password').submit({ password: NEW, repeat: NEW });
    expect((await signInAs('owner', NEW)).location).toBe('/accounts');
    expect((await signInAs('owner@example.test', NEW)).location).toBe('/accounts');
  });
});

describe('A browser that has signed in before', () => {
  it('has a hundred wrong passwords in a row, then only recovery helps', async () => {
    await register(world, 'family');
    const browser = await signIn(world, 'family', stranger());
    await (await browser.get('/accounts')).form('/auth/logout').submit({});
    const form = (await browser.get('/auth/')).form('/auth/login');
    const guess = () => form.submit({ login: 'family', password: 'wrong password' });
    for (let round = 0; round < 10; round += 1) {
      // A quarter of an hour later.
      await world.database.query(
        "DELETE FROM rate_limits WHERE key LIKE 'sign-in: known browser:%' OR key LIKE '%address:%'",
      );
      for (let count = 0; count < 10; count += 1) expect((await guess()).status).toBe(422);
    }
    await world.database.query(
      "DELETE FROM rate_limits WHERE key LIKE 'sign-in: known browser:%' OR key LIKE '%address:%'",
    );
    const stopped = await form.submit({ login: 'family', password: PASSWORD });
    expect([stopped.status, stopped.errorOf('password')]).toEqual([
      429,
      'Слишком много неверных паролей подряд. Чтобы войти, восстановите пароль.',
    ]);

    await askRecovery({ login: 'family' });
    const letter = await world.mail.waitForLetter({ to: 'family@example.test', subject: RECOVERY });
    const link = letter.links.find((one) => one.includes('USER_CHECKWORD'))!;
    await (await browser.get(link)).form('/auth/password').submit({ password: NEW, repeat: NEW });
    expect((await signInAs('family', NEW, browser)).location).toBe('/accounts');
  });
});

describe('Strangers who ask for recovery in the name of a resident', () => {
  it('cannot keep the letter from the owner once the last string is no longer good', async () => {
    await register(world, 'pestered');
    const letters = () =>
      world.database
        .query<{ count: number }>(
          `SELECT count(*)::int AS count FROM letters l JOIN users u ON u.id = l.user_id
           WHERE u.login = 'pestered' AND l.kind = 'recovery'`,
        )
        .then(([row]) => row!.count);
    for (let count = 0; count < 15; count += 1) await askRecovery({ login: 'pestered' });
    expect(await letters()).toBe(5);

    // The string has an hour to live: then the owner asks, with the limit of the day used up.
    await world.database.query(
      `UPDATE auth_codes SET created_at = created_at - interval '61 minutes', expires_at = expires_at - interval '61 minutes'`,
    );
    await askRecovery({ login: 'pestered' });
    expect(await letters()).toBe(6);
    // Strangers go on: nothing more until that one has died, too.
    for (let count = 0; count < 5; count += 1) await askRecovery({ login: 'pestered' });
    expect(await letters()).toBe(6);
  });

  it('cannot keep it from an owner who has just used a string', async () => {
    await register(world, 'again');
    for (let count = 0; count < 6; count += 1) await askRecovery({ login: 'again' });
    const letter = await world.mail.waitForLetter({ to: 'again@example.test', subject: RECOVERY });
    expect(letter).toBeTruthy();
    await world.database.query(
      `UPDATE auth_codes SET used_at = now() WHERE superseded_at IS NULL AND used_at IS NULL AND purpose = 'recover'
         AND user_id = (SELECT id FROM users WHERE login = 'again')`,
    );
    const count = () =>
      world.database
        .query<{ count: number }>(
          `SELECT count(*)::int AS count FROM auth_codes WHERE purpose = 'recover'
             AND user_id = (SELECT id FROM users WHERE login = 'again')`,
        )
        .then(([row]) => row!.count);
    const before = await count();
    await Promise.all(Array.from({ length: 6 }, () => askRecovery({ login: 'again' })));
    expect(await count()).toBe(before + 1);
  });
});

describe('A resident whose address strangers have registered', () => {
  it('gets the own letter all the same, after signing in with the own password', async () => {
    for (let count = 0; count < 6; count += 1) {
      await (
        await stranger().get('/auth/?register=yes')
      )
        .form('/auth/registration')
        .submit({ ...registration(`stranger-${count}`), email: 'victim@example.test' });
    }
    const own = stranger();
    const sent = await (
      await (
        await own.get('/auth/?register=yes')
      )
        .form('/auth/registration')
        .submit({ ...registration('victim'), email: 'victim@example.test', password: NEW, repeat: NEW })
    ).follow();
    expect(sent.text).toContain('Если письма нет');
    expect(sent.text).toContain('попробуйте через час');
    expect(sent.text).toContain('599-018');
    const refused = await signInAs('victim', NEW, own);
    await refused.form('/auth/confirmation/again').submit({});
    const [row] = await world.database.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM letters l JOIN users u ON u.id = l.user_id WHERE u.login = 'victim'`,
    );
    expect(row!.count).toBe(1);
  });
});

describe('Two people who have had one address after another', () => {
  const FIRST = 'shared@example.test';
  const MOVED = 'moved@example.test';

  it('each have their own way in, and read only their own letters', async () => {
    await registerAddress(FIRST);
    const first = await signIn(world, FIRST, stranger());
    const form = (await first.get('/profile/email')).form('/profile/email');
    await form.submit({ email: MOVED, current: PASSWORD });
    const letter = await world.mail.waitForLetter({ to: MOVED, subject: 'Подтверждение нового адреса' });
    const opened = await first.get(letter.links.find((link) => link.includes('confirm_email'))!);
    const done = await (await opened.form('/auth/email').submit({})).follow();
    expect(done.text).toContain(`Логин теперь тоже ${MOVED}`);

    await registerAddress(FIRST, NEW);
    expect((await signInAs(FIRST, NEW)).location).toBe('/accounts');
    expect((await signInAs(FIRST, PASSWORD)).status).toBe(422);
    expect((await signInAs(MOVED, PASSWORD)).location).toBe('/accounts');
    expect((await signInAs(MOVED, NEW)).status).toBe(422);

    await askRecovery({ login: FIRST });
    const own = await world.mail.waitForLetter({ to: FIRST, subject: RECOVERY });
    expect(own.text).toContain(FIRST);
    await world.mail.noLetter({ to: MOVED, subject: RECOVERY });
    await askRecovery({ login: MOVED });
    await world.mail.waitForLetter({ to: MOVED, subject: RECOVERY });
  });

  it('also where the first one kept the address as a login', async () => {
    // As it was left by earlier versions where the new address was somebody's login.
    await register(world, 'keeper');
    await registerAddress('later@example.test', NEW);
    await world.database.query(
      `UPDATE users SET login = 'later', login_key = 'later' WHERE login_key = 'later@example.test'`,
    );
    await world.database.query(
      `UPDATE users SET login = 'later@example.test', login_key = 'later@example.test', email_confirmed_at = now()
       WHERE login = 'keeper'`,
    );
    expect((await signInAs('later@example.test', NEW)).location).toBe('/accounts');
    await askRecovery({ login: 'later@example.test' });
    await world.mail.waitForLetter({ to: 'later@example.test', subject: RECOVERY });
    await world.mail.noLetter({ to: 'keeper@example.test', subject: RECOVERY });
  });
});

describe('A sign-in that fails at the last moment', () => {
  it('ends none of the twenty sessions that the resident has', async () => {
    await register(world, 'many');
    const oldest = await signIn(world, 'many', stranger());
    for (let count = 1; count < 20; count += 1) await signIn(world, 'many', stranger());
    // Blocked between the check of the password and the beginning of the session.
    await world.database.query(`CREATE FUNCTION skip_sign_in() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN IF NEW.last_sign_in_at IS DISTINCT FROM OLD.last_sign_in_at THEN RETURN NULL; END IF; RETURN NEW; END $$`);
    await world.database.query(
      'CREATE TRIGGER skip_sign_in BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION skip_sign_in()',
    );
    expect((await signInAs('many', PASSWORD)).status).toBe(422);
    await world.database.query('DROP FUNCTION skip_sign_in CASCADE');
    expect((await oldest.get('/accounts')).status).toBe(200);
  });
});

describe('A password in an address', () => {
  it.each([
    '/auth/login?login=irina&password=secret-7',
    '/auth/?login=yes&password=secret-7',
    '/auth/index.php?password=secret-7&register=yes',
    '/AUTH/login?password=secret-7',
    '/staff/login?password=secret-7',
    '/?login=irina&password=secret-7',
    '/contacts?password=secret-7',
    '/nowhere?login=yes&password=secret-7',
    '/nowhere%3Fpassword=secret-7',
    '/auth/?login=yes&next=/profile%3Fpassword%3Dsecret-7',
    '/auth/login?next=%2Fprofile%3Flogin%3Dyes%26password%3Dsecret-7',
    '/staff/login?next=/admin%3Fpassword%3Dsecret-7',
    '/auth/password?USER_LOGIN=irina&USER_CHECKWORD=secret-7x',
  ])('is written into no form of the page %s that leads elsewhere', async (path) => {
    const page = await stranger().get(path);
    const [, back] = /name="back" value="([^"]*)"/.exec(page.html.toString()) ?? [];
    expect(back ?? '').not.toContain('secret-7');
    if (!path.includes('CHECKWORD')) expect(page.html.toString()).not.toContain('secret-7');
    expect(world.product.output()).not.toContain('secret-7');
  });

  it('does not stand in the log either', async () => {
    await stranger().get('/nowhere%3Fpassword=secret-7');
    await stranger().get('/no-such-page?password=secret-7');
    await eventually(() => Promise.resolve(world.product.output().includes('/no-such-page')));
    expect(world.product.output()).not.toContain('secret-7');
  });

  it('goes into no address that a closed page leads a stranger to', async () => {
    for (const path of ['/profile/password?current=secret-7', '/accounts?login=irina&password=secret-7']) {
      const away = await stranger().get(path);
      expect(away.location).toContain('/auth/?login=yes');
      expect(away.location).not.toContain('secret-7');
      const page = await away.follow();
      expect(page.html.toString()).not.toContain('secret-7');
    }
    expect((await stranger().get('/admin?password=secret-7')).location).not.toContain('secret-7');
  });

  it('leaves what chooses the page, so that large print comes back to it', async () => {
    const page = await stranger().get('/auth/?register=yes&password=secret-7');
    expect(page.html.toString()).toContain('name="back" value="/auth/?register&#x3D;yes"');
  });
});
