import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Authenticator } from './support/authenticator.js';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { enter, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

describe.each([
  [1280, 'light'],
  [360, 'dark'],
  [320, 'light'],
] as const)('At %d px, %s', (width, colorScheme) => {
  it('a resident connects an app in the profile, and the sign-in asks for its code', async () => {
    const login = `codes-${width}`;
    const name = (what: string) => `resident-codes-${what}-${width}`;
    await giveResident(world, login);
    const options = { baseURL: world.product.url };
    const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
    await page.emulateMedia({ colorScheme });
    await enter(page, login);
    await page.goto('/profile');
    await looksRight(page, name('profile'));
    await page.getByRole('link', { name: 'Подключить вход с кодом из приложения' }).click();
    await looksRight(page, name('begin'));
    await page.getByLabel('Ваш пароль', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Дальше' }).click();
    await page.waitForURL('**/profile/second-factor/new*');
    await page.getByText('Камера не читает код').click();
    await looksRight(page, name('new'));
    const app = new Authenticator(await page.locator('.typed-secret').innerText());
    await page.getByLabel('Шесть цифр').fill(await app.code());
    await page.getByRole('button', { name: 'Подключить' }).click();
    await page.locator('.recovery-codes').waitFor();
    await looksRight(page, name('recovery'));
    const paper = await page.locator('.recovery-codes li').allInnerTexts();
    await page.getByRole('link', { name: 'Коды сохранены, дальше' }).click();
    for (const part of ['', '/codes', '/off', '/begin']) {
      await page.goto(`/profile/second-factor${part}`);
      await looksRight(page, name(`own${part.replace('/', '-')}`));
    }
    await page.goto('/auth/logout');
    await page.locator('main').getByRole('button', { name: 'Выйти' }).click();
    await page.goto('/auth/login');
    await page.locator('main input[name=login]').fill(login);
    await page.locator('main input[name=password]').fill(PASSWORD);
    await page.locator('main').getByRole('button', { name: 'Войти', exact: true }).click();
    await page.waitForURL('**/auth/code*');
    await looksRight(page, name('code'));
    await page.getByLabel('Код', { exact: true }).fill('000000');
    await page.keyboard.press('Enter');
    await page.locator('.error-summary').waitFor();
    await looksRight(page, name('refused'));
    await page.forgetProblems();
    await page.getByLabel('Код', { exact: true }).fill(paper[0]!);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/accounts');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});
