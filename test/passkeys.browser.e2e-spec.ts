import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveKeys } from './support/browser-passkeys.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { type BrowserPage, enter, looksRight } from './support/visit.js';
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

async function open(width: number): Promise<BrowserPage> {
  const options = { baseURL: world.product.url.replace('127.0.0.1', 'localhost') };
  const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
  await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
  return page;
}

describe.each([1280, 360, 320])('At %d px', (width) => {
  it('a key is made by the device and opens the cabinet without a password', async () => {
    const login = `keys-${width}`;
    await giveResident(world, login);
    const page = await open(width);
    await enter(page, login);
    await giveKeys(page, world);
    await page.goto('/profile/passkeys');
    await looksRight(page, `passkeys-none-${width}`);
    await page.getByLabel('Название').fill('Мой телефон');
    await page.getByLabel('Ваш пароль', { exact: true }).fill(PASSWORD);
    await page.getByRole('button', { name: 'Дальше' }).click();
    const create = page.getByRole('button', { name: 'Создать ключ' });
    await create.waitFor();
    await looksRight(page, `passkey-new-${width}`);
    await create.click();
    await page.getByText('Ключ «Мой телефон» добавлен').waitFor();
    await looksRight(page, `passkeys-${width}`);
    await page.getByRole('link', { name: 'Переименовать или удалить' }).click();
    await looksRight(page, `passkey-${width}`);
    await page.goto('/auth/logout');
    await page.locator('main').getByRole('button', { name: 'Выйти' }).click();
    await page.goto('/auth/login');
    await page.getByRole('link', { name: 'Войти ключом доступа' }).waitFor();
    await looksRight(page, `sign-in-with-key-${width}`);
    await page.getByRole('link', { name: 'Войти ключом доступа' }).click();
    const come = page.getByRole('button', { name: 'Войти ключом доступа' });
    await come.waitFor();
    await looksRight(page, `passkey-sign-in-${width}`);
    await come.click();
    await page.waitForURL('**/accounts');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});

it('without JavaScript nothing speaks of keys at the sign-in, and the password is asked for', async () => {
  const baseURL = world.product.url.replace('127.0.0.1', 'localhost');
  const page = await browser.newPhonePage({ baseURL, javaScript: false });
  await page.goto('/auth/login');
  expect(await page.locator('[data-passkey-link]').isVisible()).toBe(false);
  await page.goto('/auth/passkey');
  expect(await page.getByRole('link', { name: 'Войдите с логином и паролем' }).isVisible()).toBe(true);
  await page.close();
});

it.each([1280, 360, 320])('where it is opened by a number, at %d px, it leads to its name', async (width) => {
  const login = `number-${width}`;
  await giveResident(world, login);
  const page = await open(width);
  const number = world.product.url;
  await page.goto(`${number}/auth/passkey?next=/profile`);
  expect(await page.getByRole('button', { name: 'Войти ключом доступа' }).count()).toBe(0);
  await looksRight(page, `passkey-sign-in-number-${width}`);
  await page.getByRole('link', { name: 'Откройте эту страницу по имени' }).click();
  await page.getByRole('button', { name: 'Войти ключом доступа' }).waitFor();
  expect(page.url()).toBe(`${number.replace('127.0.0.1', 'localhost')}/auth/passkey?next=%2Fprofile`);
  await enter(page, login);
  await page.goto('/profile/passkeys');
  await page.getByRole('button', { name: 'Дальше' }).waitFor();
  await page.goto(`${number}/auth/login`);
  await page.locator('main [name=login]').fill(login);
  await page.locator('main [name=password]').fill(PASSWORD);
  await page.locator('main').getByRole('button', { name: 'Войти', exact: true }).click();
  await page.waitForURL('**/accounts');
  await page.goto(`${number}/profile/passkeys`);
  expect(await page.getByRole('button', { name: 'Дальше' }).count()).toBe(0);
  await looksRight(page, `passkeys-number-${width}`);
  expect(await page.problems()).toEqual([]);
  await page.close();
});
