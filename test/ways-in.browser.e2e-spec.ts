import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { axe } from './support/axe.js';
import { launchBrowser, screenshot } from './support/browser.js';
import type { Letter } from './support/letter.js';
import { giveResident, PASSWORD, registration } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

type Browser = Awaited<ReturnType<typeof launchBrowser>>;
type BrowserPage = Awaited<ReturnType<Browser['newPhonePage']>>;

let world: World;
let browser: Browser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

async function looksRight(page: BrowserPage, name: string): Promise<void> {
  await screenshot(page, name);
  expect(await axe(page)).toEqual([]);
  const wide = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  expect(wide).toBeLessThanOrEqual(0);
}

describe.each(['phone', 'desktop'] as const)('Ways in and back in, on a %s', (screen) => {
  const open = () => {
    const options = { baseURL: world.product.url };
    return screen === 'phone' ? browser.newPhonePage(options) : browser.newDesktopPage(options);
  };

  async function looksRightAsLetter(letter: Letter, name: string): Promise<void> {
    const page = await open();
    await page.setContent(letter.html);
    await looksRight(page, `letter-${name}-${screen}`);
    await page.close();
  }

  it('a confirmation names whose registration it is', async () => {
    const form = (await world.visitor().get('/auth/?register=yes')).form('/auth/registration');
    const login = `foreign.${screen}`;
    await form.submit({ ...registration(login), email: `${login}@example.test` });
    const letter = await world.mail.waitForLetter({ to: `${login}@example.test` });
    await looksRightAsLetter(letter, 'confirmation');
    const page = await open();
    await page.goto(letter.links[0]!);
    await looksRight(page, `confirmation-${screen}`);
    await page.close();
  });

  it('a recovery, a change and the list of devices show a linked profile and ask for the password', async () => {
    const login = `owner-${screen}`;
    await giveResident(world, login);
    await world.database.query(
      `INSERT INTO identities (provider, subject, user_id, created_at)
       SELECT 'vk', 'foreign ' || id, id, '2026-11-05T03:00:00Z' FROM users WHERE login = $1`,
      [login],
    );
    await (await world.visitor().get('/auth/?forgot_password=yes')).form('/auth/recovery').submit({ login });
    const to = `${login}@example.test`;
    const letter = await world.mail.waitForLetter({ to, subject: 'Запрос на смену пароля' });
    await looksRightAsLetter(letter, 'recovery');
    const page = await open();
    await page.goto(letter.links.find((link) => link.includes('USER_CHECKWORD'))!);
    await looksRight(page, `new-password-${screen}`);
    const fresh = 'облако и сито 9';
    await page.fill('input[name=password]', fresh);
    await page.fill('input[name=repeat]', fresh);
    await page.getByRole('button', { name: 'Изменить пароль' }).click();
    await page.getByText('остался подключён').waitFor();
    await looksRight(page, `password-changed-${screen}`);
    await looksRightAsLetter(
      await world.mail.waitForLetter({ to, subject: 'Пароль изменён' }),
      'password-changed',
    );
    for (const visitor of [world.visitor(), world.visitor()]) {
      await (await visitor.get('/auth/')).form('/auth/login').submit({ login, password: fresh });
    }
    await page.goto('/auth/');
    await page.fill('main input[name=login]', login);
    await page.fill('main input[name=password]', fresh);
    await page.locator('main').getByRole('button', { name: 'Войти' }).click();
    await page.goto('/profile/password');
    await looksRight(page, `profile-password-${screen}`);
    await page.goto('/profile/sessions');
    await looksRight(page, `devices-${screen}`);
    await page.locator('a[href$="/end"]').first().click();
    await page.fill('input[name=current]', PASSWORD);
    await page.locator('main').getByRole('button', { name: 'Завершить вход' }).click();
    await page.getByText('Пароль не подошёл').first().waitFor();
    await looksRight(page, `device-end-${screen}`);
    expect((await page.problems()).filter((problem) => !problem.includes('422'))).toEqual([]);
    await page.close();
  });
});
