import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import type { Letter } from './support/letter.js';
import { PASSWORD, register, registration, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

const CONFIRMATION = 'Подтверждение регистрации';
const RECOVERY = 'Запрос на смену пароля';
const OTHER = 'облако и сито 9';

let world: World;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
});
afterAll(() => world?.stop());

/** Registers with an address as the login and gives the letter. */
async function registerAddress(address: string, password: string, firstName: string): Promise<Letter> {
  const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
  const fields = { ...registration(address), password, repeat: password, firstName };
  expect((await form.submit(fields)).status).toBe(303);
  return world.mail.waitForLetter({ to: address, subject: CONFIRMATION });
}

async function signInAs(login: string, password: string) {
  return (await world.visitor().get('/auth/')).form('/auth/login').submit({ login, password });
}

async function confirm(letter: Letter) {
  const page = await world.visitor().get(letter.links[0]!);
  return page.form('/auth/confirmation').submit({});
}

async function recoveryLink(login: string): Promise<{ letter: Letter; link: string }> {
  const page = await world.visitor().get('/auth/?forgot_password=yes');
  await page.form('/auth/recovery').submit({ login });
  const to = login.includes('@') ? login : `${login}@example.test`;
  const letter = await world.mail.waitForLetter({ to, subject: RECOVERY });
  return { letter, link: letter.links.find((one) => one.includes('USER_CHECKWORD'))! };
}

async function linkVk(login: string): Promise<void> {
  await world.database.query(
    `INSERT INTO identities (provider, subject, user_id, created_at)
     SELECT 'vk', 'foreign ' || id, id, '2026-11-05T03:00:00Z' FROM users WHERE login = $1`,
    [login],
  );
}

async function profiles(login: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM identities i JOIN users u ON u.id = i.user_id WHERE u.login = $1',
    [login],
  );
  return row!.count;
}

describe('A resident whose address a stranger has registered with the address as the login', () => {
  it('keeps the own registration: both wait, and the password tells whose it is', async () => {
    const mine = await registerAddress('mine@example.test', PASSWORD, 'Ирина');
    const foreign = await registerAddress('mine@example.test', OTHER, 'Захар');
    expect(mine.text).toContain('Имя: Белова Ирина Петровна');
    expect(foreign.text).toContain('Имя: Белова Захар Петровна');
    for (const letter of [mine, foreign]) {
      expect(letter.text).toContain('Логин: mine@example.test');
      expect(letter.text).toContain('Если это не вы, ничего не делайте');
    }
    for (const password of [PASSWORD, OTHER]) {
      expect((await signInAs('mine@example.test', password)).errorOf('login')).toContain(
        'Регистрация ещё не подтверждена',
      );
    }
    const page = await world.visitor().get(mine.links[0]!);
    expect(page.text).toContain('логин mine@example.test и имя Белова Ирина Петровна');
    expect(page.text).toContain('Если это не вы');

    expect((await confirm(mine)).text).toContain('успешно подтверждена');
    const late = await confirm(foreign);
    expect(late.status).toBe(422);
    expect(late.errorOf('code')).toContain('уже подтверждена другая регистрация');
    expect((await signInAs('mine@example.test', PASSWORD)).location).toBe('/accounts');
    const { letter } = await recoveryLink('mine@example.test');
    expect(letter.text).toContain('Имя: Белова Ирина Петровна');
  });

  it('is confirmed once when both letters are followed at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const address = `race-${round}@example.test`;
      const letters = [
        await registerAddress(address, PASSWORD, 'Ирина'),
        await registerAddress(address, OTHER, 'Захар'),
      ];
      const forms = await Promise.all(
        letters.map(async (letter) =>
          (await world.visitor().get(letter.links[0]!)).form('/auth/confirmation'),
        ),
      );
      const answers = await Promise.all(forms.map((form) => form.submit({})));
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
    }
  });

  it('can ask for the letter again, however many strangers register the address after that', async () => {
    await registerAddress('crowd@example.test', PASSWORD, 'Ирина');
    for (let stranger = 1; stranger <= 4; stranger += 1) {
      await registerAddress('crowd@example.test', `${OTHER}${stranger}`, 'Захар');
    }
    const refused = await signInAs('crowd@example.test', PASSWORD);
    expect(refused.errorOf('login')).toContain('Регистрация ещё не подтверждена');
    await refused.form('/auth/confirmation/again').submit({});
    const letter = await world.mail.waitForLetter({ to: 'crowd@example.test', subject: CONFIRMATION });
    expect(letter.text).toContain('Имя: Белова Ирина Петровна');
    expect((await signInAs('crowd@example.test', 'ничья лампа 11')).errorOf('password')).toBeTruthy();
  });

  it('keeps the control string of the letter when the stranger registers once more meanwhile', async () => {
    await registerAddress('string@example.test', PASSWORD, 'Ирина');
    const { letter, link } = await recoveryLink('string@example.test');
    expect(letter.text).toContain('Имя: Белова Ирина Петровна');
    await registerAddress('string@example.test', OTHER, 'Захар');
    const form = (await world.visitor().get(link)).form('/auth/password');
    const fresh = 'ветер и чайник 5';
    expect((await form.submit({ password: fresh, repeat: fresh })).status).toBe(303);
    expect((await signInAs('string@example.test', fresh)).location).toBe('/accounts');
    const name = await world.database.query(
      "SELECT first_name FROM users WHERE login = 'string@example.test' AND status = 'active'",
    );
    expect(name).toEqual([{ first_name: 'Ирина' }]);
  });

  it('reads in letter and page how the registration would sign in, for a profile may be a foreign one', async () => {
    const letter = await registerAddress('way@example.test', PASSWORD, 'Ирина');
    expect(letter.text).toContain('Вход: с паролем, который придумали при регистрации');
    expect((await world.visitor().get(letter.links[0]!)).text).toContain('вход с паролем');
  });

  it('finds no link in the letter that a login or a long name would make', async () => {
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    const fields = { ...registration('evil.ru'), email: 'bait@example.test', firstName: 'Б'.repeat(60) };
    expect((await form.submit(fields)).status).toBe(303);
    const letter = await world.mail.waitForLetter({ to: 'bait@example.test', subject: CONFIRMATION });
    for (const part of [letter.text, letter.html]) {
      expect(part).not.toContain('evil.ru');
      expect(part.replaceAll('\u2060', '')).toContain('evil.ru');
    }
    const [, name] = /^Имя: (.*)$/m.exec(letter.text)!;
    expect([...name!].length).toBeLessThanOrEqual(60);
    expect(name).toMatch(/…$/);
    // What was copied from the letter is the login still.
    const [, login] = /^Логин: (.*)$/m.exec(letter.text)!;
    expect((await signInAs(login!, PASSWORD)).errorOf('login')).toContain('ещё не подтверждена');
  });

  it('is told by no page about the other one: without the link the page names nobody', async () => {
    const letter = await registerAddress('quiet@example.test', PASSWORD, 'Ирина');
    const page = await world.visitor().get(letter.links[1]!);
    expect(page.text).not.toContain('Белова');
    const guessed = await world
      .visitor()
      .get(letter.links[0]!.replace(/k=[^&]*/, 'k=AAAAAAAAAAAAAAAAAAAAAA'));
    expect(guessed.text).not.toContain('Белова');
  });
});

describe('A resident in whose cabinet somebody has left a VK profile', () => {
  it('is told of it by the letter, by the page and after it, and removes it with the new password', async () => {
    await register(world, 'owner');
    await linkVk('owner');
    const { letter, link } = await recoveryLink('owner');
    expect(letter.text).toContain('через VK ID: профиль подключён 5 ноября 2026');
    const page = await world.visitor().get(link);
    expect(page.text).toContain('профиль подключён 5 ноября 2026');
    // Whoever does not have the link learns nothing.
    const without = await world.visitor().get(link.replace(/&k=[^&]*/, ''));
    expect(without.text).not.toContain('VK ID:');

    const kept = await page.form('/auth/password').submit({ password: OTHER, repeat: OTHER });
    expect((await kept.follow()).text).toContain('Вход через VK ID остался подключён');
    expect(await profiles('owner')).toBe(1);

    const again = await recoveryLink('owner');
    const form = (await world.visitor().get(again.link)).form('/auth/password');
    const done = await form.submit({ password: PASSWORD, repeat: PASSWORD, removeProfiles: true });
    expect((await done.follow()).text).not.toContain('VK ID остался');
    expect(await profiles('owner')).toBe(0);
    await world.mail.waitForLetter({ to: 'owner@example.test', subject: 'Отключён вход через VK ID' });
  });

  it('removes it with one button after a change by a string that was typed', async () => {
    await register(world, 'button');
    await linkVk('button');
    const { link } = await recoveryLink('button');
    const visitor = world.visitor();
    const form = (await visitor.get(link.replace(/&k=[^&]*/, ''))).form('/auth/password');
    const changed = await (await form.submit({ password: OTHER, repeat: OTHER })).follow();
    expect(changed.text).toContain('Вход через VK ID остался подключён');
    expect(changed.text).toContain('5 ноября 2026');
    // A stranger who opens the same address has proven nothing.
    expect((await world.visitor().get('/auth/password/changed')).text).not.toContain('5 ноября');
    const done = await (await changed.form('/auth/password/profiles').submit({})).follow();
    expect(done.text).toContain('Вход через VK ID отключён');
    expect(await profiles('button')).toBe(0);
    await world.mail.waitForLetter({ to: 'button@example.test', subject: 'Отключён вход через VK ID' });
    expect((await signInAs('button', OTHER)).location).toBe('/accounts');
  });

  it('may remove it with the change of the password in the profile', async () => {
    await register(world, 'inside');
    await linkVk('inside');
    const visitor = await signIn(world, 'inside');
    const page = await visitor.get('/profile/password');
    expect(page.text).toContain('5 ноября 2026');
    const form = page.form('/profile/password');
    await form.submit({ current: 'wrong', password: OTHER, repeat: OTHER, removeProfiles: true });
    expect(await profiles('inside')).toBe(1);
    const done = await form.submit({
      current: PASSWORD,
      password: OTHER,
      repeat: OTHER,
      removeProfiles: true,
    });
    expect((await done.follow()).text).not.toContain('остался подключён');
    expect(await profiles('inside')).toBe(0);
  });

  it('reads of it in the letter that tells of the new password', async () => {
    await register(world, 'told');
    await linkVk('told');
    const { link } = await recoveryLink('told');
    await (await world.visitor().get(link)).form('/auth/password').submit({ password: OTHER, repeat: OTHER });
    const letter = await world.mail.waitForLetter({ to: 'told@example.test', subject: 'Пароль изменён' });
    expect(letter.text).toContain('VK ID');
    expect(letter.text).toContain('5 ноября 2026');
  });

  it('is reminded of it also after a change of the password in the profile', async () => {
    await register(world, 'changes');
    await linkVk('changes');
    const visitor = await signIn(world, 'changes');
    const form = (await visitor.get('/profile/password')).form('/profile/password');
    const done = await form.submit({ current: PASSWORD, password: OTHER, repeat: OTHER });
    expect((await done.follow()).text).toContain('Вход через VK ID остался подключён');
  });

  it('does not let in whoever registered the address with a profile of their own', async () => {
    await registerAddress('taken@example.test', OTHER, 'Захар');
    await linkVk('taken@example.test');
    const { link } = await recoveryLink('taken@example.test');
    await (
      await world.visitor().get(link)
    )
      .form('/auth/password')
      .submit({ password: PASSWORD, repeat: PASSWORD });
    expect((await signInAs('taken@example.test', PASSWORD)).location).toBe('/accounts');
    expect(await profiles('taken@example.test')).toBe(0);
  });
});

describe('A consent', () => {
  it('is kept and journalled with the hash of the text that was agreed to', async () => {
    await register(world, 'agrees');
    const visitor = await signIn(world, 'agrees');
    await (await visitor.get('/profile/letters')).form('/profile/letters/receipts').submit({ consent: true });
    const kept = await world.database.query<{ document: string; hash: string }>(
      `SELECT document, text_sha256 AS hash FROM consents c JOIN users u ON u.id = c.user_id
       WHERE u.login = 'agrees' ORDER BY document`,
    );
    expect(kept.map(({ document }) => document)).toEqual(['personal-data', 'receipt-letters']);
    for (const { hash } of kept) expect(hash).toMatch(/^[0-9a-f]{64}$/);
    expect(new Set(kept.map(({ hash }) => hash)).size).toBe(2);
    const told = await world.database.query<{ hash: string }>(
      `SELECT e.details->'consent'->>'textSha256' AS hash FROM audit_events e JOIN users u ON u.id::text = e.object_id
       WHERE u.login = 'agrees' AND e.details ? 'consent' ORDER BY e.id`,
    );
    expect(told).toEqual(kept.map(({ hash }) => ({ hash })));

    // The hash is that of the words that anybody can read at the address of the document.
    const served = (await world.visitor().get('/regulations/consent')).body;
    const [article] = /<article[\s\S]*<\/article>/.exec(served)!;
    const words = article
      .replace(/<[^<>]*>|&nbsp;/g, ' ')
      .split(/\s+/)
      .filter(Boolean)
      .join(' ');
    expect(createHash('sha256').update(words).digest('hex')).toBe(kept[0]!.hash);

    // Another company is another text.
    const other = await startWorld({ COMPANY_ADDRESS: 'г. Ангарск, ул. Другая, 1' });
    await register(other, 'agrees');
    const [elsewhere] = await other.database.query<{ hash: string }>(
      'SELECT text_sha256 AS hash FROM consents',
    );
    await other.stop();
    expect(elsewhere!.hash).not.toBe(kept[0]!.hash);
  });
});
