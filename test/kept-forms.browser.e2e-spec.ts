import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { launchBrowser, type TestBrowser } from './support/browser.js';
import { giveEntry } from './support/inbox.js';
import { hire, STAFF_PASSWORD } from './support/office.js';
import { giveResident, PASSWORD } from './support/resident.js';
import { type BrowserPage, enter, enterAsStaff, looksRight } from './support/visit.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let browser: TestBrowser;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  browser = await launchBrowser();
  await giveResident(world, 'irina');
  await hire(world, 'tarasova', 'operator', 'Ольга Тарасова');
});
afterAll(async () => {
  await browser?.close();
  await world?.stop();
});

/** Signs in in the window that the page opens for it, and closes that. */
async function signInBeside(page: BrowserPage, login: string, password: string): Promise<void> {
  const opened = page.context().waitForEvent('page');
  await page
    .locator('main')
    .getByRole('link', { name: /ойдите в новом окне/ })
    .click();
  const other = await opened;
  await other.fill('main [name=login]', login);
  await other.fill('main [name=password]', password);
  await other.locator('main').getByRole('button', { name: 'Войти' }).click();
  await other.waitForURL((url) => !/login|\/auth\//.test(url.href));
  await other.close();
}

it('A resident whose session has ended signs in in the window beside, presses once, and the complaint is there', async () => {
  for (const width of [360, 1280]) {
    const options = { baseURL: world.product.url };
    const page = await (width === 360 ? browser.newPhonePage(options) : browser.newDesktopPage(options));
    await enter(page, 'irina');
    await page.goto('/book/new');
    await page.locator('.kinds label', { hasText: 'Жалоба' }).click();
    await page.selectOption('#topic', 'general');
    await page.fill('#text', `Лифт стоит ${'—'.repeat(9980)}`);
    await world.database.query('DELETE FROM sessions');
    await page.getByRole('button', { name: 'Отправить', exact: true }).click();
    await page.getByRole('heading', { name: 'Страница устарела' }).waitFor();
    await looksRight(page, `kept-form-resident-${width}`);
    await signInBeside(page, 'irina', PASSWORD);
    await page.getByRole('button', { name: 'Отправить ещё раз' }).click();
    await page.waitForURL(/book\/entries\/[0-9a-f-]{36}$/);
    expect(await page.locator('.flash').textContent()).toContain('Зарегистрировано, номер К-');
    await page.close();
  }
});

it('Somebody of the office whose session has ended does so with an answer', async () => {
  const id = await giveEntry(world);
  const page = await browser.newDesktopPage({ baseURL: world.product.url, javaScript: false });
  await enterAsStaff(page, 'tarasova', `/office/messages/${id}`);
  const form = page.locator(`form[action^="/office/messages/${id}/note"]`);
  await form.locator('[name=text]').fill('Позвонить');
  await world.database.query('DELETE FROM sessions');
  await form.locator('button').first().click();
  await page.getByRole('heading', { name: 'Сеанс закончился' }).waitFor();
  await signInBeside(page, 'tarasova', STAFF_PASSWORD);
  await page.getByRole('button', { name: 'Отправить ещё раз' }).click();
  await page.waitForURL(`**/office/messages/${id}*`);
  expect(await page.locator('main').textContent()).toContain('Позвонить');
  await page.close();
});
