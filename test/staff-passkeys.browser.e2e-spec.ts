import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveKeys } from './support/browser-passkeys.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { enterAsStaff, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000', STAFF_SECOND_FACTOR_FROM: '2099-01-15' });
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
  it('a key is made by the device and opens the office without a password and a code', async () => {
    const login = `keys-${width}`;
    const name = (what: string) => `staff-passkeys-${what}-${width}`;
    await hire(world, login, 'operator', 'Седова Марина');
    const options = { baseURL: world.product.url.replace('127.0.0.1', 'localhost') };
    const page = await (width < 800 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await page.setViewportSize({ width, height: width < 800 ? 740 : 900 });
    await page.emulateMedia({ colorScheme });
    await giveKeys(page, world);
    await enterAsStaff(page, login);
    // on a telephone the person stands below the menu
    if (width < 800) await page.locator('.side summary').first().click();
    await page.locator('.own summary').click();
    await looksRight(page, name('menu'));
    await page.getByRole('link', { name: 'Ключи доступа' }).click();
    await looksRight(page, name('none'));
    await page.getByLabel('Название').fill('Рабочий компьютер');
    await page.getByLabel('Ваш пароль', { exact: true }).fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Дальше' }).click();
    const create = page.getByRole('button', { name: 'Создать ключ' });
    await create.waitFor();
    await looksRight(page, name('new'));
    await create.click();
    await page.getByText('Ключ «Рабочий компьютер» добавлен').waitFor();
    await looksRight(page, name('list'));
    // what was done stands over what it is about
    const left = async (what: string) => (await page.locator(what).first().boundingBox())!.x;
    expect(Math.abs((await left('.flash')) - (await left('h1')))).toBeLessThan(2);
    await page.getByRole('link', { name: 'Переименовать или удалить' }).click();
    await looksRight(page, name('one'));
    await page.goto('/office');
    await page.getByText('У вас один ключ доступа').waitFor();
    await page.goto('/staff/logout');
    await page.locator('main').getByRole('button', { name: 'Выйти' }).click();
    await page.getByRole('link', { name: 'Войти ключом доступа' }).waitFor();
    await looksRight(page, name('sign-in'));
    await page.getByLabel('Логин').fill(login);
    await page.getByLabel('Пароль', { exact: true }).fill(STAFF_PASSWORD);
    await page.getByRole('button', { name: 'Войти', exact: true }).click();
    const come = page.getByRole('button', { name: 'Войти ключом доступа' });
    await come.waitFor();
    await looksRight(page, name('enter'));
    await come.click();
    await page.waitForURL('**/office');
    expect(await page.problems()).toEqual([]);
    await page.close();
  });
});
