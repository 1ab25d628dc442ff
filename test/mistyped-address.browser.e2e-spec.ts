import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { registration } from './support/resident.js';
import { looksRight } from './support/visit.js';
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

it.each([1280, 360, 320])('At %d px a mistyped address of a registration is put right', async (width) => {
  const options = { baseURL: world.product.url };
  const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  await page.goto('/auth/registration');
  const { consent: _consent, ...typed } = registration(`typo-${width}`);
  for (const [name, value] of Object.entries(typed)) {
    await page.locator(`main [name=${name}]`).fill(String(value));
  }
  await page.locator('main [name=consent]').check();
  await page.locator('main').getByRole('button', { name: 'Зарегистрироваться' }).click();
  await page.getByRole('link', { name: 'Исправить адрес' }).waitFor();
  await looksRight(page, `mistyped-sent-${width}`);
  await page.goto('/auth/login');
  await page.locator('main [name=login]').fill(`typo-${width}`);
  await page.locator('main [name=password]').fill(String(typed['password']));
  await page.locator('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await page.getByRole('link', { name: 'Исправить адрес' }).waitFor();
  await looksRight(page, `mistyped-sign-in-${width}`);
  await page.getByRole('link', { name: 'Исправить адрес' }).click();
  await page.getByRole('heading', { name: 'Исправить адрес' }).waitFor();
  expect(await page.getByLabel('E-mail').inputValue()).toBe(`typo-${width}@example.test`);
  await looksRight(page, `mistyped-password-${width}`);
  expect(await page.problems()).toEqual([]);
  await page.close();
});
